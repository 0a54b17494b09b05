namespace AgentCore.LiteLlm.Wire;

/// <summary>
/// Parts thoughts from an answer where a server left them in its text: a tag of thoughts that opens the text, as templates of models write
/// them, up to its end. Tags anywhere else are the answer's own.
/// </summary>
internal sealed class ThoughtTags
{
    // As LiteLLM and the templates of DeepSeek, Qwen, Gemini, Seed and Magistral have them.
    private static readonly (string Open, string Close)[] Tags =
    [
        ("<think>", "</think>"), ("<thinking>", "</thinking>"), ("<thought>", "</thought>"), ("<seed:think>", "</seed:think>"), ("[THINK]", "[/THINK]"),
    ];

    private const int MostBlanks = 1_000;

    private string _held = "";
    private string? _close;
    private bool _isText;
    private bool _hasThoughts;

    /// <summary>Takes a piece of the content in.</summary>
    /// <param name="piece">The piece.</param>
    /// <returns>What of it and of what was held back is thought, and what is text.</returns>
    public (string Thoughts, string Text) Add(string piece)
    {
        if (_isText || piece.Length == 0)
        {
            return ("", piece);
        }

        _held += piece;
        string thoughts = "";
        while (true)
        {
            if (_close is { } close)
            {
                int end = _held.IndexOf(close, StringComparison.OrdinalIgnoreCase);
                int shown = end < 0 ? _held.Length - LengthOfBeginning(_held, close) : end;
                thoughts += _held[..shown];
                _held = _held[(end < 0 ? shown : end + close.Length)..];
                if (end < 0)
                {
                    return (thoughts, "");
                }

                _close = null;
                _hasThoughts = true;
            }

            string rest = _held.TrimStart();
            if (Array.Find(Tags, t => rest.StartsWith(t.Open, StringComparison.OrdinalIgnoreCase)) is { Open: { } open } tag)
            {
                thoughts += _hasThoughts ? "\n" : "";
                _close = tag.Close;
                _held = rest[open.Length..];
                continue;
            }

            // Blanks before the first tag are held back, but not the blanks of a model that writes nothing else.
            bool isTooLong = rest.Length == 0 && _held.Length > MostBlanks;
            return (thoughts, !isTooLong && Array.Exists(Tags, t => t.Open.StartsWith(rest, StringComparison.OrdinalIgnoreCase)) ? "" : Release(rest));
        }
    }

    /// <summary>Gives out what was held back, once nothing more can follow.</summary>
    /// <returns>What of it is thought, and what is text.</returns>
    public (string Thoughts, string Text) Flush()
    {
        string held = _held;
        _held = "";
        return _close is null ? ("", _hasThoughts ? held.TrimStart() : held) : (held, "");
    }

    /// <summary>Parts the thoughts of a whole text whose opening tag was part of the prompt: the closing one ends a line, or has one for itself.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The thoughts and the rest; null when there are none.</returns>
    public static (string Thoughts, string Text)? Part(string text)
    {
        const string Close = "</think>";
        int at = text.IndexOf(Close, StringComparison.Ordinal);
        if (at < 0 || text.AsSpan(0, at).Contains("<think>", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        ReadOnlySpan<char> after = text.AsSpan(at + Close.Length);
        bool endsLine = after.IsEmpty || after[0] is '\n' or '\r';
        bool beginsLine = text.AsSpan(0, at).TrimEnd(' ') is [] or [.., '\n'];
        return endsLine || beginsLine ? (text[..at].Trim(), after.TrimStart().ToString()) : null;
    }

    private string Release(string rest)
    {
        string text = _hasThoughts ? rest : _held;
        _isText = true;
        _held = "";
        return text;
    }

    // How much of the end may be the beginning of the tag.
    private static int LengthOfBeginning(string text, string tag)
    {
        int length = Math.Min(text.Length, tag.Length - 1);
        while (length > 0 && !tag.StartsWith(text[^length..], StringComparison.OrdinalIgnoreCase))
        {
            length--;
        }

        return length;
    }
}
