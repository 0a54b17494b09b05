using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Clients;

/// <summary>The sample that is the way without PowerShell does what a blueprint says, like the cmdlets: run as a user runs it.</summary>
public sealed class QuickstartTests : IDisposable
{
    private const string Protected = """
        observability:
          data_protection:
            provider: presidio
            presidio_entities: [EMAIL_ADDRESS, PHONE_NUMBER]
        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Personal_data_never_leaves_and_stands_in_the_answer()
    {
        const string Prompt = $"Write to {Sessions.Email} or call {Sessions.Phone}.";
        await using RawServer server = new(RawServer.Echo);

        Quickstart run = await Quickstart.RunAsync(Write(server, Protected), Prompt);

        Assert.True(run.ExitCode == 0, $"{run}");
        string request = Assert.Single(server.Requests);
        Assert.Contains("<EMAIL_ADDRESS_2>", request, StringComparison.Ordinal);
        Assert.Contains("<PHONE_NUMBER_1>", request, StringComparison.Ordinal);
        string[] parts = ["ann", "example.com", "bob", "example.org", "901820", "30 90"];
        Assert.All(parts, part => Assert.DoesNotContain(part, request, StringComparison.Ordinal));
        Assert.Contains($"answer     {Prompt}", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_leaves_where_personal_data_cannot_be_found()
    {
        await using RawServer server = new(RawServer.Echo);

        Quickstart run = await Quickstart.RunAsync(Write(server, Protected.Replace("PHONE_NUMBER", "PERSON", StringComparison.Ordinal)), "hi");

        Assert.Equal((1, 0), (run.ExitCode, server.Requests.Length));
        Assert.Contains("PERSON", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_failed_for_a_while_is_made_again()
    {
        await using RawServer server = new((number, _) => number == 0 ? (503, """{"error":{"message":"later"}}""") : RawServer.Say("yes"));

        Quickstart run = await Quickstart.RunAsync(Write(server), "hi");

        Assert.True(run.ExitCode == 0, $"{run}");
        Assert.Equal(2, server.Requests.Length);
        Assert.Contains("answer     yes", run.Output, StringComparison.Ordinal);
        Assert.Contains("Attempt 1 of 4 failed", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_does_not_fit_the_schema_is_mended_and_shown_as_output()
    {
        await using RawServer server = new((number, _) => RawServer.Call("city", number == 0 ? """{"name":7}""" : """{"name":"Paris"}"""));
        _folder.Write("schemas/city.json", """{"title":"city","type":"object","properties":{"name":{"type":"string"}},"required":["name"]}""");

        Quickstart run = await Quickstart.RunAsync(Write(server, "output_schema: schemas/city.json"), "The largest city of France?");

        Assert.True(run.ExitCode == 0, $"{run}");
        Assert.Equal(2, server.Requests.Length);
        Assert.Contains("\"tool_choice\"", server.Requests[0], StringComparison.Ordinal);
        Assert.Contains("""output     {"name":"Paris"}""", run.Output, StringComparison.Ordinal);
        Assert.Contains("14 in, 6 out", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_is_told_in_words()
    {
        await using RawServer server = new((_, _) => (401, """{"error":{"message":"no such key"}}"""));

        Quickstart run = await Quickstart.RunAsync(Write(server), "hi");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("no such key", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_blueprint_with_mistakes_is_not_run()
    {
        Quickstart run = await Quickstart.RunAsync(_folder.Write("agent.yaml", "id: a\nmodel: {}\n"), "hi");

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("agent.yaml(", run.Errors, StringComparison.Ordinal);
    }

    private string Write(RawServer server, string tail = "")
    {
        _folder.Write("prompts/agent-system.md", $"You work for {Sessions.OtherEmail}.");
        return _folder.Write("agent.yaml", $"""
            id: agent
            name: Agent
            version: "1.0.0"
            prompt_ref: agent-system
            model:
              provider: litellm
              model_id: m
              temperature: 0.3
              max_tokens: 100
              base_url: {server.BaseUrl}
            {tail}
            """);
    }
}
