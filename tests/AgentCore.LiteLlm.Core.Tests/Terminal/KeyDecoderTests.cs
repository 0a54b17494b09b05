using AgentCore.LiteLlm.Terminal;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Terminal;

public sealed class KeyDecoderTests
{
    private const char InterruptCharacter = '\u0003';

    [Theory]
    [InlineData("plain text")]
    [InlineData("two\nlines")]
    [InlineData("a line at the end\n")]
    [InlineData("tab\tand 👩‍💻 and 世界")]
    [InlineData("")]
    public void A_marked_paste_is_one_piece(string text)
    {
        EditKey[] keys = Decode($"\e[200~{text.Replace('\n', '\r')}\e[201~");

        Assert.Equal([new EditKey.Text(text)], keys);
    }

    [Theory]
    [InlineData("a\r\nb", "a\nb")]
    [InlineData("a\n\nb", "a\n\nb")]
    [InlineData("a\r\rb", "a\n\nb")]
    [InlineData("\e[31mred\e[0m", "red")]
    [InlineData("bell\a back\b del\x7F", "bell back del")]
    [InlineData("\e]0;title\a", "]0;title")]
    public void A_paste_brings_no_control(string pasted, string text) => Assert.Equal([new EditKey.Text(text)], Decode($"\e[200~{pasted}\e[201~"));

    [Fact]
    public void What_is_typed_after_a_paste_is_typed()
    {
        EditKey[] keys = Decode("\e[200~pasted\e[201~x\r");

        Assert.Equal([new EditKey.Text("pasted"), new EditKey.Text("x"), new EditKey.Command(EditCommand.Enter)], keys);
    }

    [Fact]
    public void A_paste_whose_end_never_comes_does_not_keep_the_keyboard()
    {
        // Another reader of the keyboard took the rest, such as a question that came meanwhile.
        EditKey[] keys = Decode("\e[200~lost\u0003");

        Assert.Equal([new EditKey.Command(EditCommand.Interrupt)], keys);
    }

    [Fact]
    public void A_control_within_a_paste_does_not_end_it() => Assert.Equal([new EditKey.Text("ab")], Decode("\e[200~a\u0003b\e[201~"));

    [Fact]
    public void A_line_end_with_more_behind_it_says_nothing_yet()
    {
        // As a terminal pastes that marks nothing.
        EditKey[] keys = Decode("one\r\ttwo\r", marksPastes: false);

        Assert.Equal(2, keys.Count(k => k is EditKey.Command));
        Assert.Equal([new EditKey.Command(EditCommand.NewLine), new EditKey.Text("\t")], keys[3..5]);
        Assert.Equal(new EditKey.Command(EditCommand.Enter), keys[^1]);
    }

    [Fact]
    public void Keys_that_come_at_once_from_a_terminal_that_marks_pastes_are_keys()
    {
        EditKey[] keys = Decode("one\r\ttwo\r");

        Assert.Equal([new EditKey.Command(EditCommand.Enter), new EditKey.Command(EditCommand.Complete)], keys[3..5]);
    }

    [Fact]
    public void A_sequence_that_nobody_knows_types_nothing() => Assert.Equal([new EditKey.Text("x")], Decode("\e[1;9Zx"));

    [Fact]
    public void Keys_with_Alt_that_come_with_others_do_what_they_do()
    {
        EditKey[] keys = Decode("\eb\ed\e\r\e\x7F\exx");

        EditCommand[] commands = [EditCommand.WordLeft, EditCommand.DeleteWordRight, EditCommand.NewLine, EditCommand.DeleteWordLeft];
        Assert.Equal([.. commands.Select(c => new EditKey.Command(c)), new EditKey.Text("x")], keys);
    }

    [Fact]
    public void An_emoji_of_two_halves_is_one_text() => Assert.Equal([new EditKey.Text("👍")], Decode("👍"));

    [Theory]
    [InlineData(ConsoleKey.Enter, ConsoleModifiers.None, '\r', "Enter")]
    [InlineData(ConsoleKey.Enter, ConsoleModifiers.Alt, '\r', "NewLine")]
    [InlineData(ConsoleKey.Enter, ConsoleModifiers.Shift, '\r', "NewLine")]
    [InlineData(ConsoleKey.Enter, ConsoleModifiers.Control, '\n', "NewLine")]
    [InlineData(ConsoleKey.Escape, ConsoleModifiers.None, '\e', "Escape")]
    [InlineData(ConsoleKey.Tab, ConsoleModifiers.None, '\t', "Complete")]
    [InlineData(ConsoleKey.Tab, ConsoleModifiers.Shift, '\0', "CompleteBack")]
    [InlineData(ConsoleKey.Backspace, ConsoleModifiers.None, '\x7F', "Backspace")]
    [InlineData(ConsoleKey.Backspace, ConsoleModifiers.Control, '\b', "Backspace")]
    [InlineData(ConsoleKey.Backspace, ConsoleModifiers.Control, '\x7F', "DeleteWordLeft")]
    [InlineData(ConsoleKey.Backspace, ConsoleModifiers.Alt, '\x7F', "DeleteWordLeft")]
    [InlineData(ConsoleKey.LeftArrow, ConsoleModifiers.None, '\0', "Left")]
    [InlineData(ConsoleKey.LeftArrow, ConsoleModifiers.Control, '\0', "WordLeft")]
    [InlineData(ConsoleKey.RightArrow, ConsoleModifiers.Alt, '\0', "WordRight")]
    [InlineData(ConsoleKey.B, ConsoleModifiers.Alt, 'b', "WordLeft")]
    [InlineData(ConsoleKey.C, ConsoleModifiers.Control, '\x03', "Interrupt")]
    [InlineData(ConsoleKey.D, ConsoleModifiers.Control, '\x04', "EndOfInput")]
    [InlineData(ConsoleKey.U, ConsoleModifiers.Control, '\x15', "DeleteToStart")]
    [InlineData(ConsoleKey.W, ConsoleModifiers.Control, '\x17', "DeleteBack")]
    [InlineData(ConsoleKey.A, ConsoleModifiers.Control, '\x01', "LineStart")]
    [InlineData(ConsoleKey.E, ConsoleModifiers.Control, '\x05', "LineEnd")]
    [InlineData(ConsoleKey.P, ConsoleModifiers.Control, '\x10', "Up")]
    public void A_key_does_what_it_does_everywhere(ConsoleKey key, ConsoleModifiers modifiers, char c, string command)
    {
        EditKey? pressed = new KeyDecoder(marksPastes: true).Take(ToKey(key, modifiers, c), hasMore: false);

        Assert.Equal(new EditKey.Command(Enum.Parse<EditCommand>(command)), pressed);
    }

    [Theory]
    [InlineData('@', ConsoleModifiers.Control | ConsoleModifiers.Alt)]
    [InlineData('A', ConsoleModifiers.Shift)]
    [InlineData('é', ConsoleModifiers.None)]
    public void What_types_a_character_types_it(char c, ConsoleModifiers modifiers) =>
        Assert.Equal(new EditKey.Text(c.ToString()), new KeyDecoder(marksPastes: true).Take(ToKey(ConsoleKey.None, modifiers, c), hasMore: false));

    [Theory]
    [InlineData(ConsoleKey.F1, ConsoleModifiers.None, '\0')]
    [InlineData(ConsoleKey.X, ConsoleModifiers.Alt, 'x')]
    [InlineData(ConsoleKey.Q, ConsoleModifiers.Control, '\x11')]
    public void What_is_of_no_use_is_nothing(ConsoleKey key, ConsoleModifiers modifiers, char c) =>
        Assert.Null(new KeyDecoder(marksPastes: true).Take(ToKey(key, modifiers, c), hasMore: false));

    // As .NET's console gives what it knows no key for: a char at a time.
    private static EditKey[] Decode(string typed, bool marksPastes = true)
    {
        KeyDecoder decoder = new(marksPastes);
        return
        [
            .. typed.Select((c, i) => decoder.Take(
                ToKey(ToConsoleKey(c), c == InterruptCharacter ? ConsoleModifiers.Control : 0, c), hasMore: i + 1 < typed.Length)).OfType<EditKey>(),
        ];
    }

    private static ConsoleKey ToConsoleKey(char c) => c switch
    {
        '\r' or '\n' => ConsoleKey.Enter,
        '\t' => ConsoleKey.Tab,
        InterruptCharacter => ConsoleKey.C,
        _ => ConsoleKey.None,
    };

    private static ConsoleKeyInfo ToKey(ConsoleKey key, ConsoleModifiers modifiers, char c) => new(
        c, key, modifiers.HasFlag(ConsoleModifiers.Shift), modifiers.HasFlag(ConsoleModifiers.Alt), modifiers.HasFlag(ConsoleModifiers.Control));
}
