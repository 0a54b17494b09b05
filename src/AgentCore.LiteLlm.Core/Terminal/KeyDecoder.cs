using System.Text;

namespace AgentCore.LiteLlm.Terminal;

/// <summary>
/// Makes what was typed of the keys that a console gives. A paste is one piece of text where the terminal marks it (bracketed paste). Where it does
/// not, a line end with more behind it already is no key that somebody pressed.
/// </summary>
/// <param name="marksPastes">Whether the terminal marks pastes.</param>
internal sealed class KeyDecoder(bool marksPastes)
{
    private const char EscapeCharacter = '\e';
    private const string PasteBegins = "[200~";
    private const string PasteEnds = "[201~";

    private readonly StringBuilder _sequence = new();
    private readonly StringBuilder _paste = new();
    private bool _isInSequence;
    private bool _isPasting;
    private bool _endsInReturn;
    private char _half;

    /// <summary>Takes the next key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="hasMore">Whether the next one is there already.</param>
    /// <returns>What it was; null where it is a part of something that is not whole yet, and where it is of no use.</returns>
    public EditKey? Take(ConsoleKeyInfo key, bool hasMore)
    {
        if (_isInSequence)
        {
            return TakeInSequence(key.KeyChar);
        }

        // The end of a paste may have gone to another reader of the keyboard, and what is pressed by itself is no part of a paste.
        if (_isPasting && !hasMore && key is { Key: ConsoleKey.C, Modifiers: ConsoleModifiers.Control })
        {
            _isPasting = false;
            return new EditKey.Command(EditCommand.Interrupt);
        }

        bool isInPaste = hasMore && !marksPastes;
        bool isAlt = key.Modifiers.HasFlag(ConsoleModifiers.Alt);
        if (key.KeyChar == EscapeCharacter && (hasMore || _isPasting))
        {
            Begin("");
            return null;
        }

        if (isAlt && key.KeyChar == '[' && hasMore)
        {
            Begin("[");
            return null;
        }

        return _isPasting ? TakeInPaste(key.KeyChar) : TakeTyped(key, isInPaste);
    }

    private void Begin(string first)
    {
        _isInSequence = true;
        _sequence.Clear().Append(first);
    }

    private EditKey? TakeInSequence(char c)
    {
        _sequence.Append(c);
        bool isOpen = _sequence.Length == 1 ? c is '[' or 'O' : c is >= ' ' and < '@';
        if (isOpen)
        {
            return null;
        }

        _isInSequence = false;
        if (_sequence.Length == 1)
        {
            // A letter with Alt, of which the console takes the halves apart where more was there already.
            return _isPasting ? TakeInPaste(c) : TakeAlt(c);
        }

        string whole = _sequence.ToString();
        if (whole == PasteBegins)
        {
            _isPasting = true;
            _endsInReturn = false;
            _paste.Clear();
        }
        else if (whole == PasteEnds && _isPasting)
        {
            _isPasting = false;
            return new EditKey.Text(_paste.ToString());
        }

        return null;
    }

    private static EditKey.Command? TakeAlt(char c) => c switch
    {
        '\r' or '\n' => new EditKey.Command(EditCommand.NewLine),
        '\x7F' or '\b' => new EditKey.Command(EditCommand.DeleteWordLeft),
        _ when char.IsAsciiLetter(c) && FindAlt(Enum.Parse<ConsoleKey>(char.ToUpperInvariant(c).ToString())) is var command and not EditCommand.None =>
            new EditKey.Command(command),
        _ => null,
    };

    private EditKey? TakeInPaste(char c)
    {
        switch (c)
        {
            case '\n' when _endsInReturn:
                break;
            case '\r' or '\n':
                _paste.Append('\n');
                break;
            case '\t' or >= ' ' and not '\x7F':
                _paste.Append(c);
                break;
        }

        _endsInReturn = c == '\r';
        return null;
    }

    private EditKey? TakeTyped(ConsoleKeyInfo key, bool isInPaste)
    {
        char c = key.KeyChar;
        if (char.IsHighSurrogate(c))
        {
            _half = c;
            return null;
        }

        if (char.IsLowSurrogate(c))
        {
            (char half, _half) = (_half, '\0');
            return half == '\0' ? null : new EditKey.Text($"{half}{c}");
        }

        // AltGr is Ctrl and Alt together, and types.
        bool isText = c is >= ' ' and not '\x7F'
            && key.Modifiers is not (ConsoleModifiers.Alt or ConsoleModifiers.Control or (ConsoleModifiers.Alt | ConsoleModifiers.Shift));
        return isText ? new EditKey.Text(c.ToString())
            : key is { Key: ConsoleKey.Tab, Modifiers: ConsoleModifiers.None } && isInPaste ? new EditKey.Text("\t")
            : Find(key, isInPaste) is var command and not EditCommand.None ? new EditKey.Command(command)
            : null;
    }

    private static EditCommand Find(ConsoleKeyInfo key, bool isInPaste) => (key.Key, key.Modifiers) switch
    {
        (ConsoleKey.Enter, ConsoleModifiers.None) => isInPaste ? EditCommand.NewLine : EditCommand.Enter,
        (ConsoleKey.Enter, _) => EditCommand.NewLine,
        (ConsoleKey.Tab, ConsoleModifiers.Shift) => EditCommand.CompleteBack,
        (ConsoleKey.Tab, _) => EditCommand.Complete,
        (ConsoleKey.Escape, _) => EditCommand.Escape,
        (ConsoleKey.LeftArrow, ConsoleModifiers.None) => EditCommand.Left,
        (ConsoleKey.LeftArrow, _) => EditCommand.WordLeft,
        (ConsoleKey.RightArrow, ConsoleModifiers.None) => EditCommand.Right,
        (ConsoleKey.RightArrow, _) => EditCommand.WordRight,
        (ConsoleKey.UpArrow, _) => EditCommand.Up,
        (ConsoleKey.DownArrow, _) => EditCommand.Down,
        (ConsoleKey.Home, _) => EditCommand.LineStart,
        (ConsoleKey.End, _) => EditCommand.LineEnd,
        (ConsoleKey.Delete, ConsoleModifiers.None) => EditCommand.Delete,
        (ConsoleKey.Delete, _) => EditCommand.DeleteWordRight,

        // Ctrl+H is what some terminals send for the key itself.
        (ConsoleKey.Backspace, ConsoleModifiers.Control) => key.KeyChar == '\b' ? EditCommand.Backspace : EditCommand.DeleteWordLeft,
        (ConsoleKey.Backspace, ConsoleModifiers.Alt) => EditCommand.DeleteWordLeft,
        (ConsoleKey.Backspace, _) => EditCommand.Backspace,
        (_, ConsoleModifiers.Control) => FindControl(key.Key),
        (_, ConsoleModifiers.Alt) => FindAlt(key.Key),
        _ => EditCommand.None,
    };

    private static EditCommand FindControl(ConsoleKey key) => key switch
    {
        ConsoleKey.A => EditCommand.LineStart,
        ConsoleKey.B => EditCommand.Left,
        ConsoleKey.C => EditCommand.Interrupt,
        ConsoleKey.D => EditCommand.EndOfInput,
        ConsoleKey.E => EditCommand.LineEnd,
        ConsoleKey.F => EditCommand.Right,
        ConsoleKey.G => EditCommand.Escape,
        ConsoleKey.J => EditCommand.NewLine,
        ConsoleKey.K => EditCommand.DeleteToEnd,
        ConsoleKey.L => EditCommand.ClearScreen,
        ConsoleKey.N => EditCommand.Down,
        ConsoleKey.P => EditCommand.Up,
        ConsoleKey.U => EditCommand.DeleteToStart,
        ConsoleKey.W => EditCommand.DeleteBack,
        ConsoleKey.Y => EditCommand.Yank,
        ConsoleKey.Z or ConsoleKey.D7 or ConsoleKey.OemMinus => EditCommand.Undo,
        _ => EditCommand.None,
    };

    private static EditCommand FindAlt(ConsoleKey key) => key switch
    {
        ConsoleKey.B => EditCommand.WordLeft,
        ConsoleKey.D => EditCommand.DeleteWordRight,
        ConsoleKey.F => EditCommand.WordRight,
        _ => EditCommand.None,
    };
}
