namespace AgentCore.LiteLlm.Terminal;

/// <summary>Text that is being typed, and where. It never changes: every key makes another one.</summary>
/// <param name="Text">The text; lines are parted by line feeds.</param>
/// <param name="At">Where the cursor is, in chars, never within a character as a reader sees it.</param>
internal sealed record EditLine(string Text, int At)
{
    /// <summary>Gets the line in which nothing is typed yet.</summary>
    public static EditLine Empty { get; } = new("", 0);

    private int Start => At == 0 ? 0 : Text.LastIndexOf('\n', At - 1) + 1;

    private int End => Text.IndexOf('\n', At) is >= 0 and int end ? end : Text.Length;

    /// <summary>Makes a line with the cursor at its end.</summary>
    public static EditLine Of(string text) => new(text, text.Length);

    /// <summary>Puts text in at the cursor.</summary>
    public EditLine Insert(string text) => new(Text.Insert(At, text), At + text.Length);

    /// <summary>Moves the cursor, or removes text.</summary>
    /// <param name="command">How.</param>
    /// <param name="removed">What was removed in one go, which can be put back; null for everything else.</param>
    /// <returns>The line after it; the same one where nothing is to do.</returns>
    public EditLine Do(EditCommand command, out string? removed)
    {
        removed = null;
        switch (command)
        {
            case EditCommand.Left:
                return this with { At = At - CellWidth.LengthBefore(Text, At) };
            case EditCommand.Right:
                return this with { At = At + NextLength() };
            case EditCommand.WordLeft:
                return this with { At = FindWordStart() };
            case EditCommand.WordRight:
                return this with { At = FindWordEnd() };
            case EditCommand.LineStart:
                return this with { At = Start };
            case EditCommand.LineEnd:
                return this with { At = End };
            case EditCommand.Up:
                return MoveUp();
            case EditCommand.Down:
                return MoveDown();
            case EditCommand.Backspace:
                return Remove(At - CellWidth.LengthBefore(Text, At), At, out _);
            case EditCommand.Delete:
                return Remove(At, At + NextLength(), out _);
            case EditCommand.DeleteBack:
                return Remove(FindBlank(), At, out removed);
            case EditCommand.DeleteWordLeft:
                return Remove(FindWordStart(), At, out removed);
            case EditCommand.DeleteWordRight:
                return Remove(At, FindWordEnd(), out removed);
            case EditCommand.DeleteToStart:
                return Remove(At == Start && At > 0 ? At - 1 : Start, At, out removed);
            case EditCommand.DeleteToEnd:
                return Remove(At, At == End && At < Text.Length ? At + 1 : End, out removed);
            default:
                return this;
        }
    }

    private int NextLength() => At == Text.Length ? 0 : CellWidth.NextLength(Text, At);

    private EditLine Remove(int from, int to, out string? removed)
    {
        removed = from == to ? null : Text[from..to];
        return from == to ? this : new EditLine(Text.Remove(from, to - from), from);
    }

    private int FindWordStart()
    {
        int at = At;
        while (at > 0 && !char.IsLetterOrDigit(Text[at - 1]) && !char.IsSurrogate(Text[at - 1]))
        {
            at--;
        }

        while (at > 0 && (char.IsLetterOrDigit(Text[at - 1]) || char.IsSurrogate(Text[at - 1])))
        {
            at--;
        }

        return at;
    }

    private int FindWordEnd()
    {
        int at = At;
        while (at < Text.Length && !char.IsLetterOrDigit(Text[at]) && !char.IsSurrogate(Text[at]))
        {
            at++;
        }

        while (at < Text.Length && (char.IsLetterOrDigit(Text[at]) || char.IsSurrogate(Text[at])))
        {
            at++;
        }

        return at;
    }

    private int FindBlank()
    {
        int at = At;
        while (at > 0 && char.IsWhiteSpace(Text[at - 1]))
        {
            at--;
        }

        while (at > 0 && !char.IsWhiteSpace(Text[at - 1]))
        {
            at--;
        }

        return at;
    }

    private EditLine MoveUp()
    {
        int start = Start;
        return start == 0 ? this : this with { At = FindColumn(start < 2 ? 0 : Text.LastIndexOf('\n', start - 2) + 1, start - 1) };
    }

    private EditLine MoveDown()
    {
        int end = End;
        if (end == Text.Length)
        {
            return this;
        }

        int next = Text.IndexOf('\n', end + 1);
        return this with { At = FindColumn(end + 1, next < 0 ? Text.Length : next) };
    }

    // The place in another line that stands below or above the cursor.
    private int FindColumn(int start, int end)
    {
        int column = CellWidth.Of(Text[Start..At]);
        int at = start;
        for (int width = 0; at < end;)
        {
            int length = CellWidth.NextLength(Text, at);
            width += CellWidth.OfOne(Text.AsSpan(at, length));
            if (width > column)
            {
                break;
            }

            at += length;
        }

        return at;
    }
}
