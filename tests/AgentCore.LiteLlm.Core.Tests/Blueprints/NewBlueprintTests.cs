using System.Text;
using System.Text.RegularExpressions;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Blueprints.Editing;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Schemas;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Blueprints;

public sealed class NewBlueprintTests : IDisposable
{
    private static readonly JsonSchema Schema = JsonSchema.Read(BlueprintSchema.Write(), out _)!;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("blueprint");

    private string Path => System.IO.Path.Combine(_folder.FullName, "agents", "my-first_agent.yaml");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_name_alone_gives_a_blueprint_that_runs_on_a_local_proxy()
    {
        NewBlueprint.Make(Path, BlueprintDraft.For(Path)).Write(overwrites: false);

        Checked<AgentBlueprint> read = BlueprintFile.Read(Path, strict: true);
        Checked<ResolvedModel> model = ModelResolver.Resolve(read.Value!, new ModelOverrides(), new FixedVariables(), strict: true);
        Checked<ChatPlan> plan = ChatPlan.Make(model.Value!, new CallOptions { Mode = ExecutionMode.Production }, new FixedVariables());

        Assert.Equal(("my-first_agent", "My First Agent", "my-first_agent-system"), (read.Value!.Id, read.Value.Name, read.Value.PromptRef));
        Assert.Equal("http://localhost:4000/chat/completions", model.Value!.Endpoint.ToString().Replace("/v1", "", StringComparison.Ordinal));
        Assert.DoesNotContain(read.Diagnostics.Concat(model.Diagnostics).Concat(plan.Diagnostics), d => d.Severity != DiagnosticSeverity.Information);
        Assert.True(plan.IsUsable);
    }

    [Fact]
    public void It_is_text_that_every_tool_reads()
    {
        NewBlueprint.Make(Path, BlueprintDraft.For(Path) with { Description = "Zażółć 😀" }).Write(overwrites: false);

        byte[] bytes = File.ReadAllBytes(Path);
        string text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);

        Assert.StartsWith("# yaml-language-server: $schema=blueprint.schema.json\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\r", text, StringComparison.Ordinal);
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        Assert.Contains("Zażółć 😀", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= 120 && line == line.TrimEnd(), line));
        Assert.Equal(BlueprintSchema.Write() + "\n", File.ReadAllText(System.IO.Path.Combine(_folder.FullName, "agents", BlueprintSchema.FileName)));
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_value_stays_the_value_it_is(string value)
    {
        BlueprintDraft draft = BlueprintDraft.For(Path, id: value, name: value) with
        {
            Description = value,
            ModelId = value.Replace("${", "$${", StringComparison.Ordinal),
            BaseUrl = "http://localhost:4000/" + Uri.EscapeDataString(value),
        };

        NewBlueprint made = NewBlueprint.Make(Path, draft);
        Assert.All(made.Findings, f => Assert.Equal(DiagnosticCodes.TemplateForeign, f.Code));
        made.Write(overwrites: false);

        AgentBlueprint read = BlueprintFile.Read(Path, strict: made.Findings.IsEmpty).Value!;
        Assert.Equal((value, value, value, draft.ModelId, draft.BaseUrl), (read.Id, read.Name, read.Description, read.Model.ModelId, read.Model.BaseUrl));
        Assert.Empty(Schema.Validate(YamlJson.Read(File.ReadAllBytes(Path))!.Value));
    }

    public static TheoryData<string> Hostile =>
    [
        "a: b", "a #b", "# a", "- a", "? a", "! a", "& a", "* a", "| a", "> a", "@a", "`a", "%a", "{a: b}", "[a]", "'a'", "\"a\"", "it's", "a\"b", "a\\",
        "a\\nb",
        "a\nmodel:\n  base_url: http://evil.example", "a\n---\nb", "a\tb", " a ", "a:", "a : b", "true", "null", "~", "yes", "no", "on", "y", "n", "1", "1.0",
        "0x1F", "1e3", ".inf",
        "2026-01-01", "12:30:45", "1_000", "<<", "=", "---", "...", "a,b", "a]", "é", "名前", "😀", "${A:-b}", "$HOME", new string('x', 500),
    ];

    [Theory]
    [InlineData("a\0b")]
    [InlineData("a\u202Eb")]
    [InlineData("a\u2028b")]
    [InlineData("a\u001bb")]
    [InlineData(" ")]
    public void A_value_that_no_blueprint_may_hold_is_refused(string value) =>
        Assert.False(NewBlueprint.Make(Path, BlueprintDraft.For(Path, id: value)).IsSound);

    [Fact]
    public void Half_a_character_is_refused() =>
        Assert.False(NewBlueprint.Make(Path, BlueprintDraft.For(Path, id: $"a{(char)0xD800}b")).IsSound);

    [Theory]
    [InlineData("sk-proj-abcdefghijklmnop")]
    [InlineData("$LITELLM_API_KEY")]
    [InlineData("A\nB")]
    public void A_key_in_place_of_its_name_is_refused_and_not_shown(string value)
    {
        NewBlueprint made = NewBlueprint.Make(Path, BlueprintDraft.For(Path) with { ApiKeyEnv = value });

        Assert.False(made.IsSound);
        Assert.All(made.Findings, f => Assert.DoesNotContain("abcdefgh", f.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("../system")]
    [InlineData(".hidden")]
    [InlineData("a/b")]
    [InlineData("C:x")]
    public void A_prompt_that_would_lie_elsewhere_is_refused(string promptRef) =>
        Assert.False(NewBlueprint.Make(Path, BlueprintDraft.For(Path, promptRef: promptRef)).IsSound);

    [Fact]
    public void A_schema_line_stays_one_line() =>
        Assert.False(NewBlueprint.Make(Path, BlueprintDraft.For(Path) with { Schema = "x\nid: evil" }).IsSound);

    [Fact]
    public void Headers_and_the_key_are_written_where_they_are_given()
    {
        BlueprintDraft draft = BlueprintDraft.For(Path) with { ApiKeyEnv = "MY_KEY", ExtraHeadersEnv = [new("X-B", "B"), new("X-A", "A")], BaseUrl = "" };
        NewBlueprint.Make(Path, draft).Write(overwrites: false);

        ModelBlock model = BlueprintFile.Read(Path, strict: true).Value!.Model;

        Assert.Equal(("MY_KEY", null), (model.ApiKeyEnv, model.BaseUrl));
        Assert.Equal(["X-B", "X-A"], model.ExtraHeadersEnv.Keys);
        Assert.Equal(["B", "A"], model.ExtraHeadersEnv.Values);
    }

    [Fact]
    public void What_stands_in_comments_is_sound_too()
    {
        NewBlueprint.Make(Path, BlueprintDraft.For(Path)).Write(overwrites: false);
        string uncommented = Regex.Replace(File.ReadAllText(Path), "(?m)^( *)# ( *[A-Za-z][A-Za-z0-9_-]*:( |$))", "$1$2")
            .Replace("yaml-language-server:", "# yaml-language-server:", StringComparison.Ordinal);

        Checked<AgentBlueprint> read = BlueprintReader.Read(uncommented, "a.yaml", strict: true);

        Assert.Empty(read.Diagnostics);
        Assert.Equal("TEAM_NAME", read.Value!.Model.ExtraHeadersEnv["X-Team"]);
        Assert.Equal((5, 120), (read.Value.Runtime!.MaxIterations, read.Value.Runtime.MaxExecutionTime));
        Assert.True(read.Value.ExecutionModes is { Simulation: true, Staging: false, Production: false });
    }

    [Fact]
    public void Nothing_that_is_there_is_overwritten_unless_it_is_asked_for_and_a_prompt_never()
    {
        NewBlueprint first = NewBlueprint.Make(Path, BlueprintDraft.For(Path, name: "First"));
        NewBlueprint second = NewBlueprint.Make(Path, BlueprintDraft.For(Path, name: "Second"));
        string prompt = System.IO.Path.Combine(_folder.FullName, "agents", "prompts", "my-first_agent-system.md");

        first.Write(overwrites: false);
        File.WriteAllText(prompt, "Mine.");
        Assert.ThrowsAny<IOException>(() => second.Write(overwrites: false));
        Assert.Equal("First", BlueprintFile.Read(Path).Value!.Name);

        second.Write(overwrites: true);
        Assert.Equal("Second", BlueprintFile.Read(Path).Value!.Name);
        Assert.Equal("Mine.", File.ReadAllText(prompt));
        Assert.Equal(
            ["blueprint.schema.json", "my-first_agent.yaml", "prompts"],
            Directory.EnumerateFileSystemEntries(System.IO.Path.GetDirectoryName(Path)!).Select(System.IO.Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_schema_elsewhere_is_named_and_not_written()
    {
        NewBlueprint.Make(Path, BlueprintDraft.For(Path) with { Schema = "https://example.com/s.json" }).Write(overwrites: false);

        Assert.StartsWith("# yaml-language-server: $schema=https://example.com/s.json\n", File.ReadAllText(Path), StringComparison.Ordinal);
        Assert.False(File.Exists(System.IO.Path.Combine(_folder.FullName, "agents", BlueprintSchema.FileName)));
    }
}
