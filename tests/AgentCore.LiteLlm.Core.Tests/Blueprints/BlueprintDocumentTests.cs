using System.Reflection;
using System.Text;
using AgentCore.LiteLlm.Blueprints.Reading;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Keys;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.Yaml;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Blueprints;

public sealed class BlueprintDocumentTests
{
    private const string KeysBegin = "<!-- keys: written from the definitions; BlueprintDocumentTests keeps them equal -->\n\n";
    private const string KeysEnd = "<!-- end of keys -->\n";

    private static readonly string Text = File.ReadAllText(BlueprintFiles.Document).ReplaceLineEndings("\n");

    [Fact]
    public void The_key_tables_are_those_of_the_definitions()
    {
        string expected = KeyTables.Write();
        int begin = Text.IndexOf(KeysBegin, StringComparison.Ordinal) + KeysBegin.Length;
        int end = Text.IndexOf(KeysEnd, StringComparison.Ordinal);

        string actual = Text[begin..end];
        if (actual != expected)
        {
            // Whoever changed a definition wants the new tables, not a list of differences.
            File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "blueprint-keys.md"), expected);
        }

        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Every_key_path_has_one_row()
    {
        string[] paths = [.. Rows(Text[..Text.IndexOf(KeysEnd, StringComparison.Ordinal)]).Select(row => row[0])];

        Assert.Equal(paths.Distinct(StringComparer.Ordinal), paths);
    }

    [Fact]
    public void The_example_of_every_key_is_the_fixture_that_is_read()
    {
        string example = Encoding.UTF8.GetString(BlueprintFiles.Bytes("valid", "every-key.yaml")).ReplaceLineEndings("\n");

        Assert.Contains($"```yaml\n{example}```\n", Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_example_of_every_key_has_every_key()
    {
        string example = Encoding.UTF8.GetString(BlueprintFiles.Bytes("valid", "every-key.yaml"));
        YamlNode root = YamlReader.Read(example, new Findings(new SourceText("", example)))!;

        Assert.Empty(Absent(BlueprintKeys.Shape, [(YamlMapping)root], ""));
    }

    [Fact]
    public void Every_code_has_one_row_and_every_row_a_code()
    {
        IEnumerable<string> codes = typeof(DiagnosticCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!);

        Assert.Equal(codes.Order(StringComparer.Ordinal), CodeRows.Select(row => row[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_row_of_a_code_says_how_bad_what_for_example_and_how_to_mend_it() => Assert.All(CodeRows, row =>
    {
        Assert.Equal(5, row.Length);
        Assert.All(row, cell => Assert.NotEmpty(cell));
        Assert.Contains(row[1], Enum.GetNames<DiagnosticSeverity>());
    });

    [Theory]
    [MemberData(nameof(BlueprintFiles.Invalid), MemberType = typeof(BlueprintFiles))]
    public void The_severity_of_a_code_is_that_of_the_reader(string file)
    {
        Dictionary<string, string> severities = CodeRows.ToDictionary(row => row[0], row => row[1], StringComparer.Ordinal);

        foreach (string line in File.ReadLines(BlueprintFiles.PathOf("invalid", Path.ChangeExtension(file, ".expected.txt"))))
        {
            string[] finding = line.Split(' ');
            bool hasTwo = finding[2] is DiagnosticCodes.KeyUnknown or DiagnosticCodes.SettingNotApplied;
            Assert.True(hasTwo || severities[finding[2]] == finding[1], line);
        }
    }

    // What no block of a kind has, among all that the file holds of it.
    private static IEnumerable<string> Absent(BlockShape shape, YamlMapping[] blocks, string prefix)
    {
        foreach (BlueprintKey key in shape.Keys)
        {
            YamlNode[] values = [.. blocks.Select(b => b.Find(key.Name)).OfType<YamlNode>()];
            string path = prefix + key.Name;
            BlockShape[] inner = key is BlockKey block ? [block.Shape] : key is BlockListKey list ? list.Shapes : [];
            YamlMapping[] below = [.. values.SelectMany(v => v is YamlSequence all ? all.Items : [v]).OfType<YamlMapping>()];
            foreach (string absent in values.Length == 0 ? [path] : inner.SelectMany(one => Absent(one, below, path + ".")))
            {
                yield return absent;
            }
        }
    }

    private static string[][] CodeRows => [.. Rows(Text[Text.IndexOf(KeysEnd, StringComparison.Ordinal)..])];

    private static IEnumerable<string[]> Rows(string text) =>
        from line in text.Split('\n')
        where line.StartsWith("| `", StringComparison.Ordinal)
        let cells = line.Trim('|').Split(" | ").Select(cell => cell.Trim()).ToArray()
        select (string[])[cells[0].Trim('`'), .. cells[1..]];
}
