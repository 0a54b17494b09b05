using System.Reflection;
using System.Text.Json;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Reports;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Reports;

public sealed class SarifWriterTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Path.GetTempPath(), "checkout"));

    private static readonly Diagnostic Finding = new()
    {
        Code = DiagnosticCodes.TypeMismatch,
        Severity = DiagnosticSeverity.Error,
        Message = "'model.max_tokens' must be a number.",
        Suggestion = "Write 10.",
        Path = "model.max_tokens",
        Location = new SourceLocation(Path.Combine(Root, "agents", "a b.yaml"), 3, 15),
    };

    [Fact]
    public void A_document_names_the_tool_its_rules_and_where_each_finding_is() => Assert.Equal(
        """
        {
          "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
          "version": "2.1.0",
          "runs": [
            {
              "tool": {
                "driver": {
                  "name": "AgentCore.LiteLlm",
                  "semanticVersion": "VERSION",
                  "rules": [
                    {
                      "id": "TypeMismatch",
                      "shortDescription": {
                        "text": "A value of the wrong kind."
                      },
                      "help": {
                        "text": "Write what the finding names: here `4096`, without quotes."
                      },
                      "defaultConfiguration": {
                        "level": "error"
                      }
                    }
                  ]
                }
              },
              "columnKind": "utf16CodeUnits",
              "results": [
                {
                  "ruleId": "TypeMismatch",
                  "ruleIndex": 0,
                  "level": "error",
                  "message": {
                    "text": "'model.max_tokens' must be a number. Write 10."
                  },
                  "locations": [
                    {
                      "physicalLocation": {
                        "artifactLocation": {
                          "uri": "agents/a%20b.yaml",
                          "uriBaseId": "%SRCROOT%"
                        },
                        "region": {
                          "startLine": 3,
                          "startColumn": 15
                        }
                      },
                      "logicalLocations": [
                        {
                          "fullyQualifiedName": "model.max_tokens"
                        }
                      ]
                    }
                  ],
                  "suppressions": []
                }
              ]
            }
          ]
        }
        """.ReplaceLineEndings("\n").Replace("VERSION", typeof(SarifWriter).Assembly.GetName().Version!.ToString(3), StringComparison.Ordinal),
        SarifWriter.Write([Finding], Root));

    [Theory]
    [InlineData(DiagnosticSeverity.Error, "error")]
    [InlineData(DiagnosticSeverity.Warning, "warning")]
    [InlineData(DiagnosticSeverity.Information, "note")]
    public void The_level_follows_the_severity(DiagnosticSeverity severity, string level) =>
        Assert.Equal(level, Results(Finding with { Severity = severity })[0].GetProperty("level").GetString());

    [Fact]
    public void A_suppressed_finding_says_so_and_why()
    {
        JsonElement suppression = Results(Finding with { SuppressionReason = "a \"test\" \u0001\ud800" })[0].GetProperty("suppressions")[0];

        Assert.Equal("inSource", suppression.GetProperty("kind").GetString());
        Assert.StartsWith("a \"test\"", suppression.GetProperty("justification").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<content>", "%3Ccontent%3E")]
    [InlineData("agents/a.yaml", "agents/a.yaml")]
    [InlineData("agents/ä,%.yaml", "agents/%C3%A4%2C%25.yaml")]
    public void A_file_is_named_by_a_uri(string file, string uri) => Assert.Equal(uri, UriOf(file));

    [Fact]
    public void A_file_outside_the_folder_is_named_by_its_full_path()
    {
        Assert.StartsWith("file:///", UriOf(Path.Combine(Root, "..", "checkout-2", "a.yaml")), StringComparison.Ordinal);
        Assert.EndsWith("/checkout-2/a.yaml", UriOf(Path.Combine(Root, "..", "checkout-2", "a.yaml")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_finding_about_no_file_has_no_location() =>
        Assert.Equal(0, Results(Finding with { Location = null })[0].GetProperty("locations").GetArrayLength());

    [Fact]
    public void No_findings_make_a_document_too() => Assert.Empty(Results());

    [Fact]
    public void Every_code_is_described()
    {
        IReadOnlyDictionary<string, CodeDescription> descriptions = CodeDescription.ReadAll();

        IEnumerable<string> codes = typeof(DiagnosticCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => f.Name);

        Assert.Equal(codes.Order(StringComparer.Ordinal), descriptions.Keys.Order(StringComparer.Ordinal));
        Assert.All(descriptions.Values, d => Assert.True(d.Meaning.Length > 10 && d.Remedy.Length > 3, d.ToString()));
    }

    [Theory]
    [MemberData(nameof(BlueprintFiles.Invalid), MemberType = typeof(BlueprintFiles))]
    public void A_fixture_gives_one_result_for_each_finding_and_shows_no_secret(string file)
    {
        Checked<AgentBlueprint> read = BlueprintReader.Read(BlueprintFiles.Bytes("invalid", file), file);

        string text = SarifWriter.Write([.. read.Diagnostics, .. read.Suppressed], Root);

        JsonElement[] results = [.. JsonDocument.Parse(text).RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray()];
        Assert.Equal(read.Diagnostics.Length + read.Suppressed.Length, results.Length);
        Assert.All(
            results,
            r => Assert.True(r.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("region").GetProperty("startLine").GetInt32() > 0));
        Assert.All(
            ["hunter2pass", "q7W", "Q7W", "q7w", "qZm", "4f1c9", "MIIEv", "abcdefghijkl"],
            secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
        Assert.Equal(text, SarifWriter.Write([.. read.Diagnostics, .. read.Suppressed], Root));
    }

    private static string? UriOf(string file) => Results(Finding with { Location = new SourceLocation(file, 1, 1) })[0]
        .GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString();

    private static JsonElement[] Results(params Diagnostic[] findings) =>
        [.. JsonDocument.Parse(SarifWriter.Write(findings, Root)).RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray()];
}
