using System.Diagnostics;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Prompts;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Prompts;

public sealed class PromptFolderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("p", "latest stable", "1.10.0")]
    [InlineData("p@1.2.0", "older", "1.2.0")]
    [InlineData("p_v1.2", "older", "1.2.0")]
    [InlineData("plain", "no head", null)]
    [InlineData("two", "stable of two", "2.0")]
    public void A_reference_leads_to_the_version_it_pins_or_to_the_latest_stable_one(string reference, string text, string? version)
    {
        _folder.Write("prompts/p@1.2.0.md", "older");
        _folder.Write("prompts/p_v1.10.0.txt", "latest stable");
        _folder.Write("prompts/p@2.0.0.md", Head("draft") + "next");
        _folder.Write("prompts/p@1.11.md", Head("deprecated") + "withdrawn");
        _folder.Write("prompts/plain.md", "\uFEFF no head\n");
        _folder.Write("prompts/plain.txt", "not this");
        _folder.Write("prompts/two.md", Head("draft") + "draft of two");
        _folder.Write("prompts/two@2.0.md", "stable of two");

        PromptText found = Find(reference).Value!;

        Assert.Equal((text, version, reference), (found.Text, found.Source.Version, found.Source.Reference));
        Assert.Matches("^sha256:[0-9a-f]{64}$", found.Source.Hash);
    }

    [Fact]
    public void The_hash_is_of_the_text_and_not_of_its_front_matter()
    {
        _folder.Write("prompts/a.md", "same");
        _folder.Write("prompts/b.md", Head("stable") + "same\r\n");

        Assert.Equal(Find("a").Value!.Source.Hash, Find("b").Value!.Source.Hash);
        Assert.Equal("sha256:0967115f2813a3541eaef77de9d9d5773f1c0c04314b0bbfe4ff3b3b1c55b5d5", Find("a").Value!.Source.Hash);
    }

    [Theory]
    [InlineData(ExecutionMode.Production, DiagnosticCodes.PromptDraft)]
    [InlineData(ExecutionMode.Staging, DiagnosticCodes.PromptDraft)]
    [InlineData(ExecutionMode.Simulation, null)]
    public void A_draft_runs_in_simulation_only(ExecutionMode mode, string? code)
    {
        _folder.Write("prompts/p.md", Head("draft") + "text");

        Checked<PromptText> found = Find("p", mode);

        Assert.Equal((code, code is null), (found.Diagnostics.SingleOrDefault()?.Code, found.IsUsable));
    }

    [Fact]
    public void A_deprecated_prompt_warns()
    {
        _folder.Write("prompts/p.md", Head("deprecated") + "text");

        Diagnostic finding = Assert.Single(Find("p").Diagnostics);

        Assert.Equal((DiagnosticCodes.PromptDeprecated, DiagnosticSeverity.Warning, "prompt_ref"), (finding.Code, finding.Severity, finding.Path));
    }

    [Theory]
    [InlineData(ExecutionMode.Production, DiagnosticSeverity.Error)]
    [InlineData(ExecutionMode.Simulation, DiagnosticSeverity.Warning)]
    public void A_prompt_that_is_not_there_stops_a_real_call(ExecutionMode mode, DiagnosticSeverity severity)
    {
        Diagnostic finding = Assert.Single(Find("absent", mode).Diagnostics);

        Assert.Equal((DiagnosticCodes.PromptNotFound, severity), (finding.Code, finding.Severity));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t")]
    [InlineData("bin\0ary")]
    [InlineData("---\nstate: stable\n---\n")]
    [InlineData("---\nstate: stable\nno end")]
    [InlineData("---\nstate: released\n---\ntext")]
    [InlineData("---\nversion: latest\n---\ntext")]
    [InlineData("---\nversion: '9'\n---\ntext", "p@1.0")]
    [InlineData("---\n- a\n---\ntext")]
    [InlineData("---\nstate: &a [*a]\n---\ntext")]
    public void What_holds_no_prompt_is_refused_in_every_mode(string text, string name = "p")
    {
        _folder.Write($"prompts/{name}.md", text);

        Assert.Equal(DiagnosticCodes.PromptInvalid, Assert.Single(Find("p", ExecutionMode.Simulation).Diagnostics).Code);
    }

    [Fact]
    public void What_is_too_large_or_not_UTF_8_or_a_folder_is_refused()
    {
        _folder.Write("prompts/large.md", new string('x', (1024 * 1024) + 1));
        File.WriteAllBytes(_folder.Write("prompts/latin.md", "x"), [0x66, 0xFC, 0x72]);
        Directory.CreateDirectory(Path.Combine(_folder.Path, "prompts", "folder.md"));

        Assert.All(["large", "latin", "folder"], name => Assert.Equal(DiagnosticCodes.PromptInvalid, Assert.Single(Find(name).Diagnostics).Code));
    }

    [Theory]
    [InlineData("../secret")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("/etc/passwd")]
    public void A_reference_that_could_lead_out_of_the_folder_is_refused(string reference)
    {
        _folder.Write("secret.md", "secret");

        Assert.Equal(DiagnosticCodes.PromptOutside, Assert.Single(Find(reference).Diagnostics).Code);
    }

    [Fact]
    public void Links_are_followed_within_the_folder_and_refused_beyond_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        _folder.Write("secret.md", "secret");
        _folder.Write("prompts/v1/real.md", "text");
        string prompts = Path.Combine(_folder.Path, "prompts");
        Directory.CreateSymbolicLink(Path.Combine(prompts, "current"), "v1");
        File.CreateSymbolicLink(Path.Combine(prompts, "inside.md"), "current/real.md");
        File.CreateSymbolicLink(Path.Combine(prompts, "outside.md"), "../secret.md");
        File.CreateSymbolicLink(Path.Combine(prompts, "circle.md"), "circle.md");
        File.CreateSymbolicLink(Path.Combine(prompts, "long.md"), "current/../../secret.md");

        Assert.Equal("text", Find("inside").Value!.Text);
        Assert.All(["outside", "circle", "long"], name => Assert.Equal(DiagnosticCodes.PromptOutside, Assert.Single(Find(name).Diagnostics).Code));
    }

    [Fact]
    public void A_pipe_is_refused_without_being_opened()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no such pipes");
        string path = Path.Combine(_folder.Path, "prompts", "pipe.md");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using Process made = Process.Start("mkfifo", [path]);
        made.WaitForExit();

        Assert.Equal(DiagnosticCodes.PromptInvalid, Assert.Single(Find("pipe").Diagnostics).Code);
    }

    private static string Head(string state) => $"---\nstate: {state}\n---\n";

    private Checked<PromptText> Find(string reference, ExecutionMode mode = ExecutionMode.Production)
    {
        string yaml = Support.Blueprint.Head.Replace(
            "prompt_ref: p\n", $"prompt_ref: {System.Text.Json.JsonSerializer.Serialize(reference)}\n", StringComparison.Ordinal)
            + "  provider: litellm\n  model_id: m\n";
        return PromptFolder.Find(BlueprintReader.Read(yaml, Path.Combine(_folder.Path, "a.yaml")).Value!, mode);
    }
}
