using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Schemas;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Schemas;

/// <summary>Every case of the standard's own test suite, where it is at hand.</summary>
public sealed class JsonSchemaSuiteTests
{
    private const string Folder = "json-schema-test-suite/draft2020-12";
    private const string Absent = $"../shared/data/{Folder} is not there";

    /// <summary>Groups whose schema refers to the standard's meta-schema, a document that is not part of them.</summary>
    private static readonly string[] NeedsAnotherDocument =
    [
        "defs.json: validate definition against metaschema",
        "ref.json: remote ref, containing refs itself",
    ];

    public static TheoryData<string, string, string, bool> Cases()
    {
        TheoryData<string, string, string, bool> cases = [];
        foreach ((string name, JsonElement group) in ReadGroups().Where(group => !NeedsAnotherDocument.Contains(group.Name)))
        {
            foreach (JsonElement test in group.GetProperty("tests").EnumerateArray())
            {
                cases.Add(
                    $"{name}: {test.GetProperty("description").GetString()}",
                    group.GetProperty("schema").GetRawText(),
                    test.GetProperty("data").GetRawText(),
                    test.GetProperty("valid").GetBoolean());
            }
        }

        if (cases.Count == 0)
        {
            cases.Add("", "", "", true);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Validate_decides_as_the_standard_suite_does(string name, string schema, string data, bool isValid)
    {
        Assert.SkipWhen(name.Length == 0, Absent);

        SchemaViolation[] violations = SchemaText.Check(schema, data);

        Assert.True(isValid == (violations.Length == 0), $"{name}: {string.Join("; ", violations.AsEnumerable())}");
    }

    [Fact]
    public void Only_groups_that_need_another_document_are_left_out()
    {
        Assert.SkipWhen(SharedData.Find(Folder) is null, Absent);

        IEnumerable<string> unread = ReadGroups()
            .Where(group => JsonSchema.Read(group.Group.GetProperty("schema"), out ImmutableArray<SchemaProblem> problems) is null && problems.Any(IsRemote))
            .Select(group => group.Name);

        Assert.Equal(NeedsAnotherDocument, unread);
    }

    private static bool IsRemote(SchemaProblem problem) =>
        problem.Message.Contains("references to other documents are not followed", StringComparison.Ordinal);

    private static IEnumerable<(string Name, JsonElement Group)> ReadGroups()
    {
        string[] files = SharedData.Find(Folder) is { } folder ? Directory.GetFiles(folder, "*.json") : [];
        foreach (string file in files.Order(StringComparer.Ordinal))
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(file));
            foreach (JsonElement group in document.RootElement.Clone().EnumerateArray())
            {
                yield return ($"{Path.GetFileName(file)}: {group.GetProperty("description").GetString()}", group);
            }
        }
    }
}
