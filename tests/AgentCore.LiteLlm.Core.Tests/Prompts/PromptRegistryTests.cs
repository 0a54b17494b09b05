using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Prompts;
using AgentCore.LiteLlm.TestEndpoints;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Prompts;

public sealed class PromptRegistryTests
{
    [Theory]
    [InlineData("""{"text":"from text","version":"1.4.0","status":"stable"}""", "from text", "1.4.0")]
    [InlineData("""{"content":"from content"}""", "from content", null)]
    [InlineData("""{"text":"","prompt_text":" from prompt_text "}""", "from prompt_text", null)]
    [InlineData("""{"body":"---\nversion: '3.0'\n---\nfrom body"}""", "from body", "3.0")]
    public async Task The_prompt_is_what_the_framework_would_take(string body, string text, string? version)
    {
        Checked<PromptText> found = await FindAsync(Json(body));

        Assert.Empty(found.Diagnostics);
        Assert.Equal((text, version, "p"), (found.Value!.Text, found.Value.Source.Version, found.Value.Source.Reference));
        Assert.EndsWith("/prompts/p", found.Value.Source.Origin, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, """{"text":"x","status":"draft"}""", DiagnosticCodes.PromptDraft, DiagnosticSeverity.Error)]
    [InlineData(200, """{"text":"x","status":"deprecated"}""", DiagnosticCodes.PromptDeprecated, DiagnosticSeverity.Warning)]
    [InlineData(200, """{"text":"x","status":"new"}""", DiagnosticCodes.PromptInvalid, DiagnosticSeverity.Error)]
    [InlineData(200, "<html>", DiagnosticCodes.PromptRegistryFailed, DiagnosticSeverity.Warning)]
    [InlineData(200, "[]", DiagnosticCodes.PromptRegistryFailed, DiagnosticSeverity.Warning)]
    [InlineData(500, "{}", DiagnosticCodes.PromptRegistryFailed, DiagnosticSeverity.Warning)]
    [InlineData(302, "{}", DiagnosticCodes.PromptRegistryFailed, DiagnosticSeverity.Warning)]
    public async Task What_must_not_run_is_an_error_and_what_fails_leads_to_the_folder(int status, string body, string code, DiagnosticSeverity severity)
    {
        Diagnostic finding = Assert.Single((await FindAsync(Json(body, status))).Diagnostics);

        Assert.Equal((code, severity), (finding.Code, finding.Severity));
    }

    [Fact]
    public async Task A_prompt_that_the_registry_does_not_know_leads_to_the_folder()
    {
        Checked<PromptText> found = await FindAsync(Json("{}", 404));

        Assert.Null(found.Value);
        Assert.Empty(found.Diagnostics);
    }

    [Theory]
    [InlineData("http://prompts.example.com")]
    [InlineData("https://user:hunter2@prompts.example.com")]
    [InlineData("https://prompts.example.com?token=x")]
    [InlineData("file:///etc")]
    [InlineData("localhost:8080")]
    public async Task An_address_that_must_not_be_asked_is_refused_without_being_shown(string address)
    {
        using PromptRegistry registry = PromptRegistry.OverHttp(new TransportOptions());

        Diagnostic finding = Assert.Single((await AskAsync(registry, address)).Diagnostics);

        Assert.Equal(DiagnosticCodes.PromptRegistryInvalid, finding.Code);
        Assert.DoesNotContain("hunter2", finding.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registry_that_is_not_there_leads_to_the_folder_with_a_warning()
    {
        using PromptRegistry registry = PromptRegistry.OverHttp(new TransportOptions());

        Assert.Equal(DiagnosticCodes.PromptRegistryFailed, Assert.Single((await AskAsync(registry, "http://127.0.0.1:1")).Diagnostics).Code);
    }

    [Theory]
    [InlineData(ExecutionMode.Production, true)]
    [InlineData(ExecutionMode.Staging, true)]
    [InlineData(ExecutionMode.Simulation, false)]
    [InlineData(null, false)]
    public void A_simulation_asks_nobody(ExecutionMode? mode, bool asks)
    {
        Assert.Equal(asks, PromptRegistry.IsAsked(mode, new FixedVariables((PromptRegistry.Variable, "https://prompts.example.com"))));
        Assert.False(PromptRegistry.IsAsked(mode, new FixedVariables((PromptRegistry.Variable, " "))));
    }

    private static TestReply.Http Json(string body, int status = 200) => new(status, body) { WhenPathEndsWith = "/prompts/p" };

    private static async Task<Checked<PromptText>> FindAsync(TestReply reply)
    {
        await using TestEndpoint endpoint = TestEndpoint.Start(new TestEndpointOptions());
        endpoint.Enqueue(reply);
        using PromptRegistry registry = PromptRegistry.OverHttp(new TransportOptions());
        return await AskAsync(registry, $"http://127.0.0.1:{endpoint.Port}/");
    }

    private static Task<Checked<PromptText>> AskAsync(PromptRegistry registry, string address) => registry.FindAsync(
        Support.Blueprint.With("provider: litellm\nmodel_id: m"),
        ExecutionMode.Production,
        new FixedVariables((PromptRegistry.Variable, address)),
        TestContext.Current.CancellationToken);
}
