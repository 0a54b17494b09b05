using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Comparison;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Reports;
using AgentCore.LiteLlm.Tests.Comparison;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Reports;

/// <summary>Whatever is written as SARIF fits the published schema of SARIF 2.1.0, which a package brings, read by a validator that is not ours.</summary>
public sealed class SarifSchemaTests
{
    private const string Script = """
        const Ajv = require('ajv');
        const ajv = new Ajv({ schemaId: 'id', meta: false, allErrors: true });
        ajv.addMetaSchema(require('ajv/lib/refs/json-schema-draft-04.json'));
        const validate = ajv.compile(require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'));
        const documents = JSON.parse(require('fs').readFileSync(process.argv[1]));
        const words = document => validate(document) ? [] : validate.errors.map(e => `${e.dataPath} ${e.message}`);
        process.stdout.write(JSON.stringify(documents.map(words)));
        """;

    [Fact]
    public async Task Findings_of_every_blueprint_and_changes_of_200_pairs_fit_the_schema()
    {
        string root = Repository.PathTo("tests");
        List<string> documents =
        [
            SarifWriter.Write([], root),
            .. BlueprintFiles.All.Select(f => SarifWriter.Write(FindingsOf(f), Repository.PathTo("tests", "Blueprints", "invalid"))),
        ];
        for (int seed = 0; seed < 200; seed++)
        {
            (JsonObject old, JsonObject now) = new GeneratedBlueprint(new Random(seed)).MakePair();
            ImmutableArray<BlueprintChange> changes = BlueprintComparison.Compare(
                Compared(GeneratedBlueprint.Read(old)!), Compared(GeneratedBlueprint.Read(now)!));
            documents.Add(ChangeReport.Write(changes, ComparisonFormat.Sarif, [BlueprintChangeKind.Breaking, BlueprintChangeKind.Weakened], root));
        }

        string[][] problems = await ValidateAsync(documents);

        Assert.Equal(documents.Count, problems.Length);
        Assert.Empty(problems.SelectMany(p => p).Distinct());
        Assert.Contains(documents, d => d.Contains("\"ruleId\": \"Weakened\"", StringComparison.Ordinal));
        Assert.Contains(documents, d => d.Contains("\"justification\"", StringComparison.Ordinal));
        Assert.Contains(documents, d => d.Contains("\"uri\": \"file:///", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("level", "\"fatal\"")]
    [InlineData("ruleIndex", "-7")]
    [InlineData("message", "\"text\"")]
    [InlineData("other", "1")]
    public async Task What_breaks_the_form_does_not_fit(string member, string value)
    {
        JsonObject document = JsonNode.Parse(SarifWriter.Write([.. FindingsOf(BlueprintFiles.PathOf("invalid", "inline-secrets.yaml"))], "/"))!.AsObject();
        document["runs"]![0]!["results"]![0]![member] = JsonNode.Parse(value);

        Assert.NotEmpty((await ValidateAsync([document.ToJsonString()]))[0]);
    }

    private static List<Diagnostic> FindingsOf(string file)
    {
        Checked<AgentBlueprint> read = BlueprintReader.Read(File.ReadAllBytes(file), file);
        return [.. read.Diagnostics, .. read.Suppressed];
    }

    private static ComparedBlueprint Compared(AgentBlueprint blueprint) => ComparedBlueprint.Of(blueprint, new FixedVariables())!;

    private static async Task<string[][]> ValidateAsync(IReadOnlyCollection<string> documents)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        string folder = await NpmPackages.InstallAsync("npm-sarif", ["@microsoft/jest-sarif@1.0.0-beta.0"], token);
        using TempFolder work = new();
        string path = Path.Combine(work.Path, "documents.json");
        await File.WriteAllTextAsync(path, $"[{string.Join(",\n", documents)}]", token);
        using Process node = NpmPackages.Start("node", ["-e", Script, path], folder);
        Task<string> errors = node.StandardError.ReadToEndAsync(token);
        string answer = await node.StandardOutput.ReadToEndAsync(token);
        await node.WaitForExitAsync(token).WaitAsync(Patience.Limit, token);
        Assert.True(node.ExitCode == 0, await errors);
        return JsonSerializer.Deserialize<string[][]>(answer)!;
    }
}
