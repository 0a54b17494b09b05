using AgentCore.LiteLlm.Terminal;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Terminal;

public sealed class LayoutTests
{
    [Theory]
    [InlineData("abc", 3)]
    [InlineData("世界", 4)]
    [InlineData("👍", 2)]
    [InlineData("👩‍💻", 2)]
    [InlineData("🇫🇷", 2)]
    [InlineData("e\u0301", 1)]
    [InlineData("❤\uFE0F", 2)]
    [InlineData("", 0)]
    public void Text_takes_columns(string text, int width) => Assert.Equal(width, CellWidth.Of(text));

    [Theory]
    [InlineData("the quick brown fox", 10, "the quick|brown fox")]
    [InlineData("the quick", 9, "the quick")]
    [InlineData("the quick", 8, "the|quick")]
    [InlineData("a bb  ccc", 4, "a bb|ccc")]
    [InlineData("unbreakable", 4, "unbr|eaka|ble")]
    [InlineData("世界世界", 5, "世界|世界")]
    [InlineData("go 👩‍💻👩‍💻", 5, "go 👩‍💻|👩‍💻")]
    [InlineData("one\ntwo three", 5, "one|two|three")]
    [InlineData("", 5, "")]
    [InlineData("a\e[2J", 4, "a␛[2|J")]
    public void Words_are_wrapped(string text, int width, string rows) =>
        Assert.Equal(rows, string.Join('|', LineWrap.Wrap([new StyledText(text)], width).Select(r => r.ToString())));

    [Fact]
    public void A_style_goes_on_in_the_next_row_and_the_prefix_changes()
    {
        StyledLine[] rows = [.. LineWrap.Wrap([new("say "), new("very bold", TextStyle.Bold)], 11, [new("1. ")], [new("   ")])];

        Assert.Equal(["1. say very", "   bold"], rows.Select(r => r.ToString()));
        Assert.Equal("   \e[1mbold\e[0m", rows[1].ToAnsi(isColoured: true));
        Assert.Equal("   bold", rows[1].ToAnsi(isColoured: false));
    }

    [Theory]
    [InlineData("    indented  code", 10, "    indent|ed  code")]
    [InlineData("", 10, "")]
    [InlineData("\tx", 10, "    x")]
    public void Code_keeps_its_blanks(string text, int width, string rows) =>
        Assert.Equal(rows, string.Join('|', LineWrap.Cut([new StyledText(text)], width).Select(r => r.ToString())));

    [Theory]
    [InlineData("", 0, 10, "> ", 0, 2)]
    [InlineData("abc", 3, 10, "> abc", 0, 5)]
    [InlineData("abc", 1, 10, "> abc", 0, 3)]
    [InlineData("abcdefgh", 8, 10, "> abcdefgh|  ", 1, 2)]
    [InlineData("abcdefghij", 9, 10, "> abcdefgh|  ij", 1, 3)]
    [InlineData("a\nbc", 1, 10, "> a|  bc", 0, 3)]
    [InlineData("a\nbc", 2, 10, "> a|  bc", 1, 2)]
    [InlineData("a\n", 2, 10, "> a|  ", 1, 2)]
    [InlineData("世界世界世", 5, 10, "> 世界世界|  世", 1, 4)]
    [InlineData("a世b", 2, 10, "> a世b", 0, 5)]
    public void What_is_typed_is_laid_out(string text, int at, int width, string rows, int row, int column)
    {
        EditorFrame frame = EditorFrame.Of(new EditLine(text, at), [], width, 20);

        Assert.Equal(rows, string.Join('|', frame.Rows.Select(r => r.ToString())));
        Assert.Equal((row, column), (frame.Row, frame.Column));
    }

    [Fact]
    public void Of_a_text_that_is_longer_than_the_screen_the_cursor_is_seen()
    {
        string text = string.Join('\n', Enumerable.Range(1, 40));

        EditorFrame end = EditorFrame.Of(EditLine.Of(text), [new StyledLine("hint")], 20, 6);
        EditorFrame start = EditorFrame.Of(new EditLine(text, 0), [], 20, 6);

        Assert.Equal(["  36", "  37", "  38", "  39", "  40", "hint"], end.Rows.Select(r => r.ToString()));
        Assert.Equal((4, 4), (end.Row, end.Column));
        Assert.Equal(6, start.Rows.Length);
        Assert.Equal(0, start.Row);
    }
}
