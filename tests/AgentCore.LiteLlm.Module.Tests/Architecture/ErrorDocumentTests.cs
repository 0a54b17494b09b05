using System.Text.RegularExpressions;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.ModuleTests.Support;
using AgentCore.LiteLlm.Pipeline;
using Xunit;

namespace AgentCore.LiteLlm.ModuleTests.Architecture;

/// <summary>Holds docs/errors.md to the code: the ids, and the categories that ErrorRecords and FileRole give them.</summary>
public sealed class ErrorDocumentTests
{
    private static readonly string Code = string.Concat(
        new[] { "ErrorRecords.cs", "FileRole.cs" }.Select(name => File.ReadAllText(Repository.PathTo("src", "AgentCore.LiteLlm", "Pipeline", name))));

    private static readonly Dictionary<string, string> Documented = Regex
        .Matches(File.ReadAllText(Repository.PathTo("docs", "errors.md")), @"^\| `(\w+)` \| (\w+) \|", RegexOptions.Multiline)
        .ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);

    [Fact]
    public void Every_kind_of_failure_is_documented_with_its_category()
    {
        Dictionary<string, string> inCode = [];
        foreach (Match line in Regex.Matches(Code, @"((?:FailureKind\.\w+(?:\s+or )?)+) =>\s+ErrorCategory\.(\w+)"))
        {
            foreach (Match kind in Regex.Matches(line.Groups[1].Value, @"FailureKind\.(\w+)"))
            {
                inCode[kind.Groups[1].Value] = line.Groups[2].Value;
            }
        }

        Assert.All(Enum.GetNames<FailureKind>(), kind => Assert.Equal(inCode.GetValueOrDefault(kind, "InvalidResult"), Documented.GetValueOrDefault(kind)));
    }

    [Fact]
    public void Every_other_id_is_documented_with_its_category()
    {
        (string Id, string Category)[] others =
        [
            .. Regex.Matches(Code, @"""(\w+)"", ErrorCategory\.(\w+)").Select(m => (m.Groups[1].Value, m.Groups[2].Value)).Distinct(),
        ];

        Assert.NotEmpty(others);
        Assert.All(others, other => Assert.Equal(other.Category, Documented.GetValueOrDefault(other.Id)));
        Assert.Equal(Documented.Count, others.Select(o => o.Id).Distinct().Count() + Enum.GetNames<FailureKind>().Length);
    }

    [Fact]
    public void Every_id_has_advice_that_is_a_sentence()
    {
        Assert.All(
            (string[])[.. Documented.Keys, .. typeof(DiagnosticCodes).GetFields().Select(f => f.Name)],
            id => Assert.Matches(@"^[A-Z][^`]+[.?!]$", DocumentedAdvice.Find(id) ?? $"'{id}' has none"));
        Assert.Null(DocumentedAdvice.Find("NoSuchError"));
    }
}
