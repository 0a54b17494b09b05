using System.Buffers;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Diagnostics;

/// <summary>The text of one file, able to show any of its lines without showing a secret.</summary>
internal sealed class SourceText
{
    private const int ShownWidth = 160;

    private static readonly SearchValues<char> WordEnds = SearchValues.Create(" \t\n\"'\\");

    private int[]? _lineStarts;
    private Dictionary<int, MaskedLine>? _shown;
    private List<(int Line, SecretSpan Span)>? _hidden;

    public SourceText(string file, string text)
    {
        File = file;
        Text = text;
    }

    /// <summary>Gets the file as the user named it.</summary>
    public string File { get; }

    /// <summary>Gets the whole text.</summary>
    public string Text { get; }

    /// <summary>Gets how many characters were searched for credentials so far: each line is searched once, however often it is shown.</summary>
    public long Searched { get; private set; }

    /// <summary>Shows a line as it stands, credentials masked, cut to some 160 characters around a column.</summary>
    /// <param name="line">The line, from 1.</param>
    /// <param name="column">The column that must stay in sight, from 1.</param>
    /// <returns>The line, or null when the text has no such line.</returns>
    public string? Show(int line, int column)
    {
        return FindMasked(line)?.Cut(column - 1, ShownWidth);
    }

    /// <summary>Shows what stands at the end of a line, credentials masked, cut to some 160 characters.</summary>
    /// <param name="line">The line, from 1.</param>
    /// <param name="column">The column where it begins, from 1.</param>
    /// <returns>The text; empty when the text has no such line.</returns>
    public string ShowFrom(int line, int column) => FindMasked(line)?.From(column - 1, ShownWidth) ?? "";

    /// <summary>Says how far into the text an offset into a value lies, where the value stands there as it is written.</summary>
    /// <param name="line">The line where the value begins, from 1.</param>
    /// <param name="column">The column where it begins, from 1.</param>
    /// <param name="value">The value.</param>
    /// <param name="offset">The offset into it, from 0.</param>
    /// <returns>How many columns to add; 0 when escapes or line breaks make that unknown.</returns>
    public int OffsetAt(int line, int column, string value, int offset)
    {
        int[] starts = _lineStarts ??= FindLineStarts(Text);
        ReadOnlySpan<char> rest = LineAt(starts, line);
        rest = rest[Math.Min(column - 1, rest.Length)..];
        int quote = rest.Length > 0 && rest[0] is '"' or '\'' ? 1 : 0;
        return rest[quote..].StartsWith(value, StringComparison.Ordinal) ? quote + offset : 0;
    }

    /// <summary>Says whether a character stands at a place.</summary>
    /// <param name="line">The line, from 1.</param>
    /// <param name="column">The column, from 1.</param>
    /// <param name="c">The character.</param>
    /// <returns>True when it does.</returns>
    public bool HasAt(int line, int column, char c)
    {
        ReadOnlySpan<char> text = LineAt(_lineStarts ??= FindLineStarts(Text), line);
        return column <= text.Length && text[column - 1] == c;
    }

    /// <summary>Says in which line and column an offset into the text lies.</summary>
    /// <param name="offset">The offset, from 0.</param>
    /// <returns>The line and the column, from 1.</returns>
    public (int Line, int Column) PlaceOf(int offset)
    {
        int[] starts = _lineStarts ??= FindLineStarts(Text);
        int found = Array.BinarySearch(starts, offset);
        int line = found >= 0 ? found : ~found - 1;
        return (line + 1, offset - starts[line] + 1);
    }

    /// <summary>Finds the place of an offset into a value, however the value is written: in quotes, folded, or as a block.</summary>
    /// <param name="line">The line where the value begins, from 1.</param>
    /// <param name="column">The column where it begins, from 1.</param>
    /// <param name="value">The value.</param>
    /// <param name="offset">The offset into it, from 0.</param>
    /// <returns>The line and the column, from 1; those of the value where escapes hide it.</returns>
    public (int Line, int Column) PlaceIn(int line, int column, string value, int offset)
    {
        int[] starts = _lineStarts ??= FindLineStarts(Text);
        int start = Math.Min(starts[line - 1] + column - 1, Text.Length);
        int end = value.AsSpan(0, Math.Min(offset, value.Length)).TrimEnd().Length;
        bool isAtEnd = value.AsSpan(Math.Min(offset, value.Length)).IsWhiteSpace();
        int first = isAtEnd ? value.AsSpan(0, end).LastIndexOfAny(WordEnds) + 1 : offset;
        int length = value.AsSpan(first, isAtEnd ? end - first : value.Length - first).IndexOfAny(WordEnds);
        string word = length < 0 ? value[first..(isAtEnd ? end : value.Length)] : value.Substring(first, Math.Max(1, length));
        if (word.Length == 0)
        {
            return (line, column);
        }

        // The word may stand there before, as often as in the value. Indents and escapes make the text longer, by how much is bounded.
        ReadOnlySpan<char> written = Text.AsSpan(start, Math.Min(Text.Length - start, (6 * value.Length) + 200));
        int at = -1;
        for (int seen = value.AsSpan(0, first).Count(word); seen >= 0; seen--)
        {
            int next = written[(at + 1)..].IndexOf(word, StringComparison.Ordinal);
            if (next < 0)
            {
                return (line, column);
            }

            at = next + at + 1 + (seen > 0 ? word.Length - 1 : 0);
        }

        return PlaceOf(start + at + (isAtEnd ? word.Length : 0));
    }

    /// <summary>Keeps a credential out of the lines shown from here on.</summary>
    /// <param name="line">The line where the value that holds it begins, from 1.</param>
    /// <param name="column">The column where that begins, from 1.</param>
    /// <param name="value">The value.</param>
    /// <param name="secret">The credential in it.</param>
    /// <returns>The place of the credential; that of the value when escapes or line breaks hide where it is.</returns>
    public (int Line, int Column) Hide(int line, int column, string value, InlineSecret secret)
    {
        int[] starts = _lineStarts ??= FindLineStarts(Text);
        int offset = Math.Min(starts[line - 1] + column - 1, Text.Length);
        ReadOnlySpan<char> written = value.AsSpan(secret.Start, secret.Length).Trim();
        int lineEnd = written.IndexOf('\n');
        ReadOnlySpan<char> firstLine = lineEnd < 0 ? written : written[..lineEnd];

        // Indents and escapes make a text longer than its value; how much longer is bounded, so that a hostile file cannot ask for more.
        ReadOnlySpan<char> rest = Text.AsSpan(offset, Math.Min(Text.Length - offset, (6 * value.Length) + 200));
        int at = rest.IndexOf(firstLine, StringComparison.Ordinal);
        (int Line, int Column) place = at < 0 ? (line, column) : PlaceOf(offset + at);
        int length = at < 0 ? LineAt(starts, line).Length - column + 1 : firstLine.Length;
        SecretSpan hidden = new(place.Column - 1, Math.Max(0, length));
        (_hidden ??= []).Add((place.Line, hidden));
        if (_shown?.TryGetValue(place.Line, out MaskedLine? shown) == true)
        {
            shown.Hide(hidden);
        }

        return place;
    }

    // Many findings may lie in one very long line, or by turns in two.
    private MaskedLine? FindMasked(int line)
    {
        int[] starts = _lineStarts ??= FindLineStarts(Text);
        if (line < 1 || line > starts.Length)
        {
            return null;
        }

        if (!(_shown ??= []).TryGetValue(line, out MaskedLine? masked))
        {
            string text = LineAt(starts, line).ToString();
            Searched += text.Length;
            masked = new MaskedLine(text, FindSecrets(starts, line, text).Concat(_hidden?.Where(h => h.Line == line).Select(h => h.Span) ?? []));
            _shown.Add(line, masked);
        }

        return masked;
    }

    private static int[] FindLineStarts(string text)
    {
        List<int> starts = [0];
        for (int at = 0; at < text.Length; at++)
        {
            if (text[at] == '\n' || (text[at] == '\r' && (at + 1 == text.Length || text[at + 1] != '\n')))
            {
                starts.Add(at + 1);
            }
        }

        return [.. starts];
    }

    private ReadOnlySpan<char> LineAt(int[] starts, int line)
    {
        int end = line < starts.Length ? starts[line] : Text.Length;
        return Text.AsSpan(starts[line - 1], end - starts[line - 1]).TrimEnd("\r\n");
    }

    // A credential may be written below its key: a block scalar, a folded value, or an entry of a 'headers' mapping.
    private IReadOnlyList<SecretSpan> FindSecrets(int[] starts, int line, string shown)
    {
        int indent = IndentOf(LineAt(starts, line));
        for (int above = line - 1; above >= Math.Max(1, line - 200) && indent > 0; above--)
        {
            ReadOnlySpan<char> text = LineAt(starts, above);
            int aboveIndent = IndentOf(text);
            if (aboveIndent < indent && text[aboveIndent] != '#')
            {
                indent = aboveIndent;
                if (SecretShapes.OpensSecret(text, out bool namesVariables))
                {
                    return SecretShapes.FindAll(shown, namesVariables);
                }
            }
        }

        return SecretShapes.Find(shown);
    }

    private static int IndentOf(ReadOnlySpan<char> line)
    {
        int indent = line.IndexOfAnyExcept(' ', '\t');
        return indent < 0 ? int.MaxValue : indent;
    }

    private sealed class MaskedLine
    {
        private readonly string _text;
        private readonly List<SecretSpan> _secrets = [];

        public MaskedLine(string text, IEnumerable<SecretSpan> found)
        {
            _text = text;
            foreach (SecretSpan secret in found)
            {
                Hide(secret);
            }
        }

        public void Hide(SecretSpan secret)
        {
            int at = _secrets.FindLastIndex(s => s.Start <= secret.Start);
            _secrets.Insert(at + 1, secret);
        }

        public string From(int column, int width)
        {
            int start = Math.Min(column, _text.Length);
            return SecretShapes.ToLegible(SecretShapes.Mask(_text, _secrets, start, Math.Min(_text.Length, start + width)));
        }

        public string Cut(int column, int width)
        {
            int start = _text.Length <= width ? 0 : Math.Clamp(column - (width / 2), 0, _text.Length - width);
            int end = Math.Min(_text.Length, start + width);
            string shown = SecretShapes.ToLegible(SecretShapes.Mask(_text, _secrets, start, end));
            return (start > 0 ? "…" : "") + shown + (end < _text.Length ? "…" : "");
        }
    }
}
