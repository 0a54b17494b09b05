using AgentCore.LiteLlm.Terminal;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Terminal;

public sealed class LineEditorTests
{
    private static readonly string[] Words = ["/edit", "/exit", "/export", "/help"];

    [Theory]
    [InlineData("hello", "hello|")]
    [InlineData("helo<Left>l", "hell|o")]
    [InlineData("abc<LineStart>x<Right>y", "xay|bc")]
    [InlineData("abc<LineStart><LineEnd>!", "abc!|")]
    [InlineData("abc<Backspace><Backspace>", "a|")]
    [InlineData("<Backspace><Delete><Left><Right><WordLeft><WordRight>", "|")]
    [InlineData("abc<LineStart><Delete>", "|bc")]
    [InlineData("abc<Left><EndOfInput>", "ab|")]
    [InlineData("one two-three<WordLeft>", "one two-|three")]
    [InlineData("one two-three<WordLeft><WordLeft>", "one |two-three")]
    [InlineData("one two<LineStart><WordRight>", "one| two")]
    [InlineData("one two<LineStart><WordRight><WordRight>", "one two|")]
    [InlineData("one two-three<DeleteBack>", "one |")]
    [InlineData("one two-three<DeleteWordLeft>", "one two-|")]
    [InlineData("one two  <DeleteBack>", "one |")]
    [InlineData("one two<LineStart><DeleteWordRight>", "| two")]
    [InlineData("one two<WordLeft><DeleteToStart>", "|two")]
    [InlineData("one two<WordLeft><DeleteToEnd>", "one |")]
    [InlineData("one two<DeleteToStart><Yank><Yank>", "one twoone two|")]
    [InlineData("one two<DeleteBack>three <Yank>", "one three two|")]
    [InlineData("one<Backspace><Undo>", "one|")]
    [InlineData("one<DeleteToStart>two<Undo><Undo>", "one|")]
    [InlineData("<Undo>", "|")]
    [InlineData("one¶two<Up>", "one|¶two")]
    [InlineData("longer¶two<Up><LineEnd><Down>", "longer¶two|")]
    [InlineData("a¶¶b<Up><Up><Down><Down>", "a¶¶|b")]
    [InlineData("one¶two<LineStart>x", "one¶x|two")]
    [InlineData("one¶two<Up><DeleteToStart>", "|¶two")]
    [InlineData("one¶two<LineStart><DeleteToStart>", "one|two")]
    [InlineData("one¶two<Up><LineEnd><DeleteToEnd>", "one|two")]
    [InlineData("one¶two<LineStart><Backspace>", "one|two")]
    [InlineData("a<NewLine>b", "a¶b|")]
    [InlineData("👩‍💻<Left>x", "x|👩‍💻")]
    [InlineData("a👩‍💻b<Left><Backspace>", "a|b")]
    [InlineData("a👩‍💻<LineStart><Right><Delete>", "a|")]
    [InlineData("e\u0301x<Left><Backspace>", "|x")]
    [InlineData("世界<Left>x", "世x|界")]
    [InlineData("世界¶abc<Up>", "世|界¶abc")]
    [InlineData("🇫🇷🇩🇪<Backspace>", "🇫🇷|")]
    [InlineData("one 👍 two<WordLeft><WordLeft>", "one |👍 two")]
    [InlineData("typed<Interrupt>", "|")]
    [InlineData("typed<Interrupt><Undo>", "typed|")]
    [InlineData("ends in\\<Enter>more", "ends in\\¶more|")]
    [InlineData("\"\"\"<Enter>a<Enter>b", "\"\"\"¶a¶b|")]
    [InlineData("ab\\<Left><Left><Enter>x", "ab\\¶x|")]
    public void Keys_make_text(string keys, string expected)
    {
        LineEditor editor = new([], (_, _) => EditOffer.None);

        Assert.All(Keys.Read(keys), key => Assert.Equal(EditOutcome.Typing, editor.Press(key)));
        Assert.Equal(expected, Keys.Show(editor.Line));
    }

    [Theory]
    [InlineData("hello<Enter>", "Said")]
    [InlineData("<Enter>", "Said")]
    [InlineData("a\\\\<Enter>", "Said")]
    [InlineData("\"\"\"a\"\"\"<Enter>", "Said")]
    [InlineData("<Interrupt>", "Interrupted")]
    [InlineData("<EndOfInput>", "Left")]
    [InlineData("a<ClearScreen>", "ClearScreen")]
    public void Some_keys_end_it(string keys, string outcome)
    {
        LineEditor editor = new([], (_, _) => EditOffer.None);

        Assert.Equal(outcome, Keys.Read(keys).Select(editor.Press).Last().ToString());
    }

    [Theory]
    [InlineData("<Up>", "second¶line|")]
    [InlineData("<Up><Up>", "seco|nd¶line")]
    [InlineData("<Up><Up><Up>", "first|")]
    [InlineData("<Up><Up><Up><Up>", "first|")]
    [InlineData("draft<Up><Up><Up><Down>", "second¶line|")]
    [InlineData("draft<Up><Down>", "draft|")]
    [InlineData("draft<Up><Up><Up><Down><Down>", "draft|")]
    [InlineData("draft<Down>", "draft|")]
    [InlineData("<Up>!", "second¶line!|")]
    [InlineData("<Up><Undo>", "|")]
    public void What_was_said_comes_back(string keys, string expected)
    {
        LineEditor editor = new(["first"], (_, _) => EditOffer.None);
        editor.Remember("second\nline");
        editor.Remember("second\nline");
        editor.Begin("");

        Press(editor, keys);

        Assert.Equal(expected, Keys.Show(editor.Line));
    }

    [Theory]
    [InlineData("/h<Complete>", "/help|", "")]
    [InlineData("/e<Complete>", "/e|", "/edit /exit /export")]
    [InlineData("/ex<Complete>", "/ex|", "/exit /export")]
    [InlineData("/ex<Complete><Complete>", "/exit|", "/exit /export")]
    [InlineData("/ex<Complete><Complete><Complete><Complete>", "/exit|", "/exit /export")]
    [InlineData("/ex<Complete><CompleteBack>", "/export|", "/exit /export")]
    [InlineData("/exp<Complete>", "/export|", "")]
    [InlineData("/ex<Complete><Escape>", "/ex|", "")]
    [InlineData("/ex<Complete><Complete> x", "/exit x|", "")]
    [InlineData("/none<Complete>", "/none|", "")]
    [InlineData("say /h<Complete>", "say /help|", "")]
    public void Tab_completes(string keys, string expected, string offered)
    {
        LineEditor editor = new([], (text, at) =>
        {
            int start = text.LastIndexOf(' ', Math.Max(0, at - 1)) + 1;
            return new EditOffer(start, [.. Words.Where(w => w.StartsWith(text[start..at], StringComparison.Ordinal))]);
        });

        Press(editor, keys);

        Assert.Equal(expected, Keys.Show(editor.Line));
        Assert.Equal(offered, string.Join(' ', editor.Offers));
    }

    [Theory]
    [InlineData("one", "one")]
    [InlineData("one\\\ntwo", "one\ntwo")]
    [InlineData("one\\\\\ntwo", "one\\\\\ntwo")]
    [InlineData("\"\"\"\none\n  two\\\n\"\"\"", "one\n  two\\")]
    [InlineData("\"\"\"one\"\"\"", "one")]
    [InlineData("say \"\"\"", "say \"\"\"")]
    public void Text_that_goes_on_is_read_without_its_marks(string typed, string meant) => Assert.Equal(meant, ContinuedText.Read(typed));

    private static void Press(LineEditor editor, string keys)
    {
        foreach (EditKey key in Keys.Read(keys))
        {
            editor.Press(key);
        }
    }
}
