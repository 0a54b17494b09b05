using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Evaluations;
using AgentCore.LiteLlm.Evaluations.Reading;
using AgentCore.LiteLlm.Schemas;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.Yaml;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Evaluations;

public sealed class EvaluationSchemaTests
{
    private static readonly string Docs = Path.GetDirectoryName(BlueprintFiles.Document)!;

    private static readonly JsonSchema Schema = JsonSchema.Read(EvaluationSchema.Write(), out _)!;

    [Fact]
    public void The_shipped_file_is_what_the_definitions_give()
    {
        string path = Path.Combine(Docs, EvaluationSchema.FileName);
        string expected = EvaluationSchema.Write() + "\n";
        string actual = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        if (actual != expected)
        {
            File.WriteAllText(Path.Combine(AppContext.BaseDirectory, EvaluationSchema.FileName), expected);
        }

        Assert.Equal(expected, actual);
    }

    [Theory]
    [InlineData("cases: [{name: a, prompt: b, expect: {contains: x, tool_called: [y, {name: z, arguments: {q: [1]}}], max_latency: 500ms}}]", true)]
    [InlineData("cases: [{name: a, prompt: b, expect: {max_latency: 5}}]", false)]
    [InlineData("cases: [{name: a, prompt: b, expect: {contain: x}}]", false)]
    [InlineData("cases: [{name: a}]", false)]
    [InlineData("cases: []", false)]
    public void It_takes_what_the_reader_takes(string yaml, bool fits)
    {
        YamlNode root = YamlReader.Read(yaml, new Findings(new SourceText("", yaml)))!;

        Assert.Equal(fits, Schema.Validate(AgentCore.LiteLlm.Yaml.YamlJson.ToJson(root)).IsEmpty);
        Assert.Equal(fits, EvaluationFile.Read(System.Text.Encoding.UTF8.GetBytes(yaml), Path.GetFullPath("a.cases.yaml")).IsUsable);
    }

    [Fact]
    public void The_sample_fits_it()
    {
        string path = Path.Combine(Docs, "..", "samples", "tools-agent.cases.yaml");

        Assert.True(EvaluationFile.Read(Path.GetFullPath(path)).IsUsable);
        string text = File.ReadAllText(path);
        Assert.Empty(Schema.Validate(AgentCore.LiteLlm.Yaml.YamlJson.ToJson(YamlReader.Read(text, new Findings(new SourceText("", text)))!)));
    }

    [Fact]
    public void The_page_has_a_row_for_every_key_and_no_other()
    {
        string page = File.ReadAllText(Path.Combine(Docs, "evaluation.md"));
        string[] rows = [.. page.Split('\n').Where(l => l.StartsWith("| `", StringComparison.Ordinal)).Select(l => l.Split('`')[1])];
        string[] keys =
        [
            .. EvaluationFileKeys.Shape.Keys.Select(k => k.Name),
            .. CaseKeys.Shape.Keys.Select(k => k.Name),
            .. ExpectKeys.Shape.Keys.Select(k => $"expect.{k.Name}"),
            .. JudgeKeys.Shape.Keys.Select(k => $"judges[].{k.Name}"),
            .. CaseJudgeKeys.Shape.Keys.Select(k => $"expect.judge[].{k.Name}"),
            .. TrajectoryKeys.Shape.Keys.Select(k => $"expect.trajectory.{k.Name}"),
            .. SimilarKeys.Shape.Keys.Select(k => $"expect.similar_to[].{k.Name}"),
            .. ToolKeys.Shape.Keys.Select(k => $"expect.tool_called[].{k.Name}"),
        ];

        Assert.Equal(keys.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }
}
