using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AgentCore.LiteLlm.Markdown;
using AgentCore.LiteLlm.Terminal;
using CsCheck;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Markdown;

public sealed partial class MarkdownStreamTests
{
    private const string Everything = """
        # A title with `code`

        Some *words* that are **wrapped** at the width, ~~struck~~ and 世界 👩‍💻, see [the page](https://example.com/a) or <https://example.com>.
        A second line  
        and a hard one.

        - one
        - two
          - nested **bold**
            with another line
        - [x] done

        3. three
        4. four

           with a paragraph

        > quoted
        > text
        >
        > - list

        ```powershell
        Get-ChildItem |
            Where-Object Length -gt 100000000 # a long line that has no room
        ```

        | name | count | what |
        |:-----|------:|:----:|
        | ink  | 12 | a `b` |
        | paper and more of it than there is room for in this table | 3 | c |

        ---

            indented code

        The end &amp; more.
        """;

    [Theory]
    [InlineData("plain", 20, "plain")]
    [InlineData("one\ntwo", 20, "one two")]
    [InlineData("one  \ntwo", 20, "one|two")]
    [InlineData("one\n\ntwo", 20, "one||two")]
    [InlineData("words that are wrapped", 10, "words that|are|wrapped")]
    [InlineData("# Title", 20, "# Title")]
    [InlineData("Title\n===", 20, "# Title")]
    [InlineData("### Title of many words", 12, "### Title of|    many|    words")]
    [InlineData("- a\n- b", 20, "• a|• b")]
    [InlineData("- a\n\n- b", 20, "• a||• b")]
    [InlineData("- a\n  - b", 20, "• a|  • b")]
    [InlineData("- words that are wrapped", 12, "• words that|  are|  wrapped")]
    [InlineData("9. a\n10. b", 20, " 9. a|10. b")]
    [InlineData("- [ ] a\n- [x] b", 20, "• [ ] a|• [x] b")]
    [InlineData("> a\n> b", 20, "│ a b")]
    [InlineData("```js\nlet a;\n\n  b\n```", 12, "╭─ js ──────|│ let a;|│|│   b|╰───────────")]
    [InlineData("```\nopen", 8, "╭───────|│ open|╰───────")]
    [InlineData("```\n0123456789\n```", 8, "╭───────|│ 012345|│ 6789|╰───────")]
    [InlineData("[here](https://x.y)", 40, "here (https://x.y)")]
    [InlineData("<https://x.y>", 40, "https://x.y")]
    [InlineData("https://x.y/z", 40, "https://x.y/z")]
    [InlineData("![cat](c.png)", 40, "image: cat (c.png)")]
    [InlineData("a ~~b~~ ~c~ x^2^", 40, "a b ~c~ x^2^")]
    [InlineData("&lt;b&gt; <b>x</b>", 40, "<b> <b>x</b>")]
    [InlineData("| a | b |\n|---|--:|\n| c | d |", 20, "┌───┬───┐|│ a │ b │|├───┼───┤|│ c │ d │|└───┴───┘")]
    [InlineData("| a | 世界 |\n|---|--:|\n| c | d |", 20, "┌───┬──────┐|│ a │ 世界 │|├───┼──────┤|│ c │    d │|└───┴──────┘")]
    [InlineData("| long words here | b |\n|---|---|", 16, "┌──────────┬───┐|│ long     │ b │|│ words    │   │|│ here     │   │|└──────────┴───┘")]
    [InlineData("---", 8, "────────")]
    [InlineData("", 8, "")]
    [InlineData("**open", 20, "**open")]
    [InlineData("a [b [c [d](e) f", 40, "a [b [c d (e) f")]
    [InlineData("a | b [c](", 40, "a | b [c](")]
    [InlineData("![a [b *c **d", 40, "![a [b *c **d")]
    [InlineData("a\n[x]: https://hidden.example\n\nb", 30, "a [x]: https://hidden.example||b")]
    public void Markdown_becomes_rows(string markdown, int width, string rows) =>
        Assert.Equal(rows, string.Join('|', MarkdownStream.Write(markdown, width).Select(r => r.ToString().TrimEnd())));

    [Theory]
    [InlineData("*a*", "\e[3ma\e[0m")]
    [InlineData("**a**", "\e[1ma\e[0m")]
    [InlineData("***a***", "\e[1;3ma\e[0m")]
    [InlineData("`a`", "\e[33ma\e[0m")]
    [InlineData("## a", "\e[1;36m## \e[0m\e[1;36ma\e[0m")]
    [InlineData("[a](b)", "\e[4ma\e[0m\e[2m (b)\e[0m")]
    public void Markdown_has_its_looks(string markdown, string row) =>
        Assert.Equal(row, Assert.Single(MarkdownStream.Write(markdown, 80)).ToAnsi(isColoured: true));

    [Theory]
    [InlineData("a\e]52;c;aGk=\ab")]
    [InlineData("`\e[2J`")]
    [InlineData("```\e]0;t\a\n\e[2J\n```")]
    [InlineData("[a\e[1m](\e]8;;x\a)")]
    [InlineData("&#27;[2J &#x9b;2J &#x202e;x")]
    [InlineData("# \e[2J")]
    [InlineData("| \e[2J | &#27; |\n|---|---|")]
    [InlineData("- \e[2J\n> \u202e")]
    [InlineData("<a\e[2J> <\u009b2J>")]
    public void Nothing_in_it_moves_the_terminal(string markdown)
    {
        foreach (StyledLine row in MarkdownStream.Write(markdown, 40))
        {
            Assert.DoesNotMatch(Active(), row.ToAnsi(isColoured: false));
        }
    }

    [Theory]
    [InlineData(80)]
    [InlineData(30)]
    [InlineData(8)]
    public void However_it_arrives_it_ends_up_the_same(int width)
    {
        string whole = Show(MarkdownStream.Write(Everything, width));
        Gen.Int[1, 40].Array[1, 60].Sample(
            lengths =>
            {
                MarkdownStream stream = new();
                List<StyledLine> kept = [];
                ImmutableArray<StyledLine> rows = [];
                int at = 0;
                for (int i = 0; at < Everything.Length; i++)
                {
                    int length = Math.Min(lengths[i % lengths.Length], Everything.Length - at);
                    stream.Take(Everything.Substring(at, length));
                    at += length;
                    rows = stream.Write(width, out int done);
                    kept.AddRange(rows.Take(done));
                    rows = rows[done..];
                }

                Assert.Equal(whole, Show([.. kept, .. rows]));
            },
            iter: 30);
    }

    [Fact]
    public void No_row_is_wider_than_there_is_room()
    {
        Assert.All(MarkdownStream.Write(Everything, 40), r => Assert.InRange(r.Width, 0, 40));
        Assert.All(MarkdownStream.Write(Everything, 25), r => Assert.InRange(r.Width, 0, 25));
        string columns = string.Concat(Enumerable.Repeat("| a ", 20));
        Assert.All(MarkdownStream.Write($"{columns}|\n{columns.Replace('a', '-')}|", 40), r => Assert.InRange(r.Width, 0, 40));
        string nested = string.Concat(Enumerable.Range(0, 12).Select(n => new string(' ', n * 2) + "- a\n"));
        Assert.All(MarkdownStream.Write(nested, 12), r => Assert.InRange(r.Width, 0, 12));
    }

    [Fact]
    public void Whatever_a_model_writes_is_shown()
    {
        string[] pieces =
        [
            "*", "**", "_", "`", "```\n", "\n", "\n\n", "> ", "- ", "1. ", "# ", "|", "|---|\n", "[", "](", ")", "<", "&#27;",
            "~~", "    ", "a", "世", "\e[2J", "\\",
        ];
        Gen.Int[0, pieces.Length - 1].Array[0, 60].Sample(
            chosen => Assert.All(
                MarkdownStream.Write(string.Concat(chosen.Select(c => pieces[c])), 30), r => Assert.DoesNotMatch(Active(), r.ToAnsi(isColoured: false))),
            iter: 2000);
    }

    [Fact]
    public void What_is_nested_without_end_is_shown_as_it_is_written() =>
        Assert.Contains("> > >", Show(MarkdownStream.Write(string.Concat(Enumerable.Repeat("> ", 5000)) + "end", 80)), StringComparison.Ordinal);

    private static string Show(ImmutableArray<StyledLine> rows) => string.Join('\n', rows.Select(r => r.ToAnsi(isColoured: true)));

    [GeneratedRegex(@"[\x00-\x08\x0B-\x1F\x7F-\x9F\u2028\u2029\u202A-\u202E\u2066-\u206F]")]
    private static partial Regex Active();
}
