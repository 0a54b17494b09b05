using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.Yaml;
using SharpYaml;
using Xunit;
using Events = SharpYaml.Events;

namespace AgentCore.LiteLlm.Tests.Yaml;

public sealed class YamlReaderTests
{
    public static TheoryData<string> Valid => BlueprintFiles.Valid;

    [Theory]
    [InlineData("a: b", "(1,1){a@(1,1)=(1,4)b}")]
    [InlineData("- a\n- [b, {c: d}]\n", "(1,1)[(1,3)a,(2,3)[(2,4)b,(2,7){c@(2,8)=(2,11)d}]]")]
    [InlineData("a: 'it''s'\nb: \"x\\ty\"\n", "(1,1){a@(1,1)=(1,4)it's,b@(2,1)=(2,4)x\ty}")]
    [InlineData("a: |\n  x\n  y\nb: >-\n  x\n  y\n", "(1,1){a@(1,1)=(1,4)x\ny\n,b@(4,1)=(4,4)x y}")]
    [InlineData("a: &x 1\nb: *x\n", "(1,1){a@(1,1)=(1,4)1,b@(2,1)=(2,4)1}")]
    [InlineData("? a\n: b\n", "(1,1){a@(1,3)=(2,3)b}")]
    [InlineData("\uFEFFa: b\n", "(1,1){a@(1,1)=(1,4)b}")]
    public void Read_gives_the_tree_with_its_places(string text, string expected)
    {
        string? body = YamlText.Read(text, "y.yaml", out Findings findings);

        YamlNode? root = YamlReader.Read(body!, findings);

        Assert.Empty(findings.ToImmutable());
        Assert.Equal(expected, Show(root!));
    }

    [Theory]
    [MemberData(nameof(Valid))]
    public void Read_agrees_with_another_reader(string file)
    {
        string text = YamlText.Read(BlueprintFiles.Bytes("valid", file), file, out Findings findings)!;

        YamlNode root = YamlReader.Read(text, findings)!;

        Assert.Equal(ShowOther(text), Show(root));
    }

    [Theory]
    [InlineData("a: *b", DiagnosticCodes.YamlAlias)]
    [InlineData("a: !!set {b}", DiagnosticCodes.YamlTag)]
    [InlineData("<<: {a: b}", DiagnosticCodes.YamlMergeKey)]
    [InlineData("'<<': a", null)]
    [InlineData("a: !!map {b: c}", null)]
    [InlineData("a: !!seq [b]", null)]
    [InlineData("a: !!map [b]", DiagnosticCodes.YamlTag)]
    [InlineData("a: \"\\0\"", DiagnosticCodes.CharacterForbidden)]
    [InlineData("a: b\n...\nc: d", DiagnosticCodes.YamlSecondDocument)]
    [InlineData("", DiagnosticCodes.DocumentEmpty)]
    public void Read_refuses_what_could_hurt(string text, string? expected)
    {
        Findings findings = new(new SourceText("y.yaml", text));

        YamlReader.Read(text, findings);

        Assert.Equal(expected is null ? [] : [expected], findings.ToImmutable().Select(d => d.Code));
    }

    private static string Show(YamlNode node) => $"({node.Mark.Line},{node.Mark.Column})" + node switch
    {
        YamlScalar scalar => scalar.Value,
        YamlSequence sequence => $"[{string.Join(',', sequence.Items.Select(Show))}]",
        YamlMapping mapping => $"{{{string.Join(',', mapping.Entries.Select(e => $"{e.Key.Value}@({e.Key.Mark.Line},{e.Key.Mark.Column})={Show(e.Value)}"))}}}",
        _ => throw new InvalidOperationException(),
    };

    private static string ShowOther(string text)
    {
        IParser parser = Parser.CreateParser(new StringReader(text));
        while (parser.MoveNext() && parser.Current is not Events.NodeEvent)
        {
        }

        return ShowOther(parser, []);
    }

    private static string ShowOther(IParser parser, Dictionary<string, string> anchors)
    {
        Events.ParsingEvent at = parser.Current!;
        string place = $"({at.Start.Line + 1},{at.Start.Column + 1})";
        switch (at)
        {
            case Events.Scalar scalar:
                if (scalar.Anchor is not null)
                {
                    anchors[scalar.Anchor] = scalar.Value;
                }

                return place + scalar.Value;
            case Events.AnchorAlias alias:
                return place + anchors[alias.Value];
            case Events.SequenceStart:
                List<string> items = [];
                while (parser.MoveNext() && parser.Current is not Events.SequenceEnd)
                {
                    items.Add(ShowOther(parser, anchors));
                }

                return $"{place}[{string.Join(',', items)}]";
            default:
                List<string> entries = [];
                while (parser.MoveNext() && parser.Current is Events.Scalar key)
                {
                    parser.MoveNext();
                    entries.Add($"{key.Value}@({key.Start.Line + 1},{key.Start.Column + 1})={ShowOther(parser, anchors)}");
                }

                return $"{place}{{{string.Join(',', entries)}}}";
        }
    }
}
