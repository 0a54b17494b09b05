using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.Yaml;
using Xunit;

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
        Assert.Equal(expected, YamlTree.Show(root!));
    }

    [Theory]
    [MemberData(nameof(Valid))]
    public void Read_agrees_with_another_reader(string file)
    {
        string text = YamlText.Read(BlueprintFiles.Bytes("valid", file), file, out Findings findings)!;

        YamlNode root = YamlReader.Read(text, findings)!;

        Assert.Equal(SharpReader.Show(text), YamlTree.Show(root));
    }

    [Theory]
    [InlineData("%TAG !a! \n---\na: b")]
    [InlineData("a: \"\\ud800\\u0041\"")]
    [InlineData("a: \"\\udc00\\ud800\"")]
    [InlineData("{a: [b] c}")]
    [InlineData("{\"a\" \"b\"}")]
    [InlineData("x:\n  :\n  c: d\n  :\n")]
    [InlineData("a: 'b' *c *d\n")]
    [InlineData("...\na: b")]
    public void Read_refuses_what_is_not_yaml(string text)
    {
        Findings findings = new(new SourceText("y.yaml", text));

        Assert.Null(YamlReader.Read(text, findings));
        Assert.Equal(DiagnosticCodes.YamlSyntax, findings.ToImmutable()[^1].Code);
    }

    [Theory]
    [InlineData("{a: &x 1, b: *x}", "(1,1){a@(1,2)=(1,5)1,b@(1,11)=(1,14)1}")]
    [InlineData("[a: b, ? , c]", "(1,1)[(1,2){a@(1,2)=(1,5)b},(1,8){@(1,10)=(1,10)},(1,12)c]")]
    [InlineData("{\"a\"::b}", "(1,1){a@(1,2)=(1,6):b}")]
    public void Read_knows_more_than_the_library_does(string text, string expected)
    {
        Findings findings = new(new SourceText("y.yaml", text));

        YamlNode? root = YamlReader.Read(text, findings);

        Assert.Empty(findings.ToImmutable());
        Assert.Equal(expected, YamlTree.Show(root!));
    }

    // Editors leave them; the scanner takes their blanks for the indentation of a text block, or for a tab that is none.
    [Theory]
    [InlineData("a: >\n      \n\nb: c\n", "(1,1){a@(1,1)=(1,4),b@(4,1)=(4,4)c}")]
    [InlineData("a: |-\n      \nb: c\n", "(1,1){a@(1,1)=(1,4),b@(3,1)=(3,4)c}")]
    [InlineData("a: |+\n    \nb: c", "(1,1){a@(1,1)=(1,4)\n,b@(3,1)=(3,4)c}")]
    [InlineData("a:\n  - >\n        \n  - b\n", "(1,1){a@(1,1)=(2,3)[(2,5),(4,5)b]}")]
    [InlineData("- a: |\n       \n  b: c\n", "(1,1)[(1,3){a@(1,3)=(1,6),b@(3,3)=(3,6)c}]")]
    [InlineData("a: !!str |\n       \nb: c\n", "(1,1){a@(1,1)=(1,4),b@(3,1)=(3,4)c}")]
    [InlineData("a: >\n       ", "(1,1){a@(1,1)=(1,4)}")]
    [InlineData("a: |\n  x\n   ", "(1,1){a@(1,1)=(1,4)x\n \n}")]
    [InlineData("a: b\n\t\nc: d\n", "(1,1){a@(1,1)=(1,4)b,c@(3,1)=(3,4)d}")]
    [InlineData("a:\n  b: c\n \t \n  d: e\n", "(1,1){a@(1,1)=(2,3){b@(2,3)=(2,6)c,d@(4,3)=(4,6)e}}")]
    public void Lines_of_blanks_are_blank_lines(string text, string expected)
    {
        Findings findings = new(new SourceText("y.yaml", text));

        YamlNode? root = YamlReader.Read(text, findings);

        Assert.Empty(findings.ToImmutable());
        Assert.Equal(expected, YamlTree.Show(root!));
    }

    [Theory]
    [InlineData("a: |\n     \n  x\n")]
    [InlineData("a: b\n\tc: d\n")]
    [InlineData("a: >\n      \n x\n")]
    public void Blanks_before_the_text_of_a_block_are_still_refused(string text)
    {
        Findings findings = new(new SourceText("y.yaml", text));

        Assert.Null(YamlReader.Read(text, findings));
        Assert.Equal(DiagnosticCodes.YamlSyntax, findings.ToImmutable()[^1].Code);
    }

    [Fact]
    public void Blocks_of_blanks_are_mended_up_to_a_bound()
    {
        string Block(int count) => string.Concat(Enumerable.Range(0, count).Select(i => $"a{i}: >\n      \n"));

        Assert.NotNull(YamlReader.Read(Block(16), new Findings(new SourceText("y.yaml", ""))));
        Assert.Null(YamlReader.Read(Block(17), new Findings(new SourceText("y.yaml", ""))));
    }

    [Theory]
    [InlineData("a: !<> b", DiagnosticCodes.YamlTag)]
    [InlineData("a: !<%20> b", DiagnosticCodes.YamlTag)]
    [InlineData("a: !!str \"\\0\"", DiagnosticCodes.CharacterForbidden)]
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
}
