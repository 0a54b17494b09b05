using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Yaml;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Yaml;

/// <summary>Holds the reader against the official YAML test suite: what it reads otherwise stands in a list, with why.</summary>
public sealed class YamlTestSuiteTests
{
    [Fact]
    public void Every_case_reads_as_the_suite_says_or_is_explained()
    {
        Dictionary<string, string[]> explained = Rows("yaml-divergences.tsv").ToDictionary(r => r[0], StringComparer.Ordinal);
        List<string> problems = [];
        int count = 0;
        foreach (string[] row in Rows("yaml-test-suite.tsv"))
        {
            count++;
            string expected = row[2];
            string read = Judge(JsonSerializer.Deserialize<string>(row[1])!, expected);
            bool agrees = Agrees(expected, read);
            if (agrees && explained.ContainsKey(row[0]))
            {
                problems.Add($"{row[0]}\treads as the suite says by now: take it off the list.");
            }
            else if (!agrees && !(explained.TryGetValue(row[0], out string[]? known) && known[1] == read.Split(' ')[0]))
            {
                problems.Add($"{row[0]}\t{read}\tbut the suite says {expected}: {row[1]}");
            }
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
        Assert.True(count > 400);
        Assert.All(explained.Values, row => Assert.NotEmpty(row[2]));
    }

    // A case that is none is refused, whatever for; one with several documents or none is named as such, since this reader takes one.
    private static bool Agrees(string expected, string read) => expected.Split(' ')[0] switch
    {
        "json" => read == "json",
        "valid" => read == "valid",
        "error" => char.IsAsciiLetterUpper(read[0]),
        "several" => read is DiagnosticCodes.YamlSecondDocument,
        _ => read is DiagnosticCodes.DocumentEmpty,
    };

    private static string Judge(string text, string expected)
    {
        string? clean = YamlText.Read(Encoding.UTF8.GetBytes(text), "y.yaml", out Findings findings);
        if (clean is null)
        {
            return findings.ToImmutable()[0].Code;
        }

        YamlNode? root = YamlReader.Read(clean, findings);
        if (findings.ToImmutable().FirstOrDefault(f => f.Severity == DiagnosticSeverity.Error) is { } error)
        {
            return error.Code;
        }

        if (root is null || !expected.StartsWith("json ", StringComparison.Ordinal))
        {
            return root is null ? "nothing" : "valid";
        }

        string read = JsonSerializer.Serialize(YamlJson.ToJson(root));
        using JsonDocument wanted = JsonDocument.Parse(expected[5..]);
        using JsonDocument found = JsonDocument.Parse(read);
        return JsonElement.DeepEquals(wanted.RootElement, found.RootElement) ? "json" : $"otherwise {read}";
    }

    private static IEnumerable<string[]> Rows(string name)
    {
        using Stream stream = typeof(YamlTestSuiteTests).Assembly.GetManifestResourceStream(name)!;
        using StreamReader reader = new(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && !line.StartsWith('#'))
            {
                yield return line.Split('\t');
            }
        }
    }
}
