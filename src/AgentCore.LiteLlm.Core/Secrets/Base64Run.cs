using System.Buffers;

namespace AgentCore.LiteLlm.Secrets;

/// <summary>Tells keys in Base64 from paths, which are made of the same characters.</summary>
internal static class Base64Run
{
    /// <summary>The most characters that a key has; what is longer is data.</summary>
    public const int Most = 120;

    private const int Least = 40;

    // Lines are wrapped at 64 or 76 characters.
    private const int FullLine = 60;
    private const int LongestLine = 160;

    private static readonly SearchValues<char> Characters = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/");

    /// <summary>Measures the run that begins at a place.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">The place.</param>
    /// <returns>Its length, of what need be looked at; 0 when none begins there, or only a part of a path.</returns>
    public static int LengthAt(string text, int at)
    {
        ReadOnlySpan<char> rest = text.AsSpan(at);
        bool isPath = at > 0 && (text[at - 1] is '.' or '-' or '_' || Characters.Contains(text[at - 1]));
        if (isPath || !Characters.Contains(rest[0]))
        {
            return 0;
        }

        int end = rest.IndexOfAnyExcept(Characters);
        int length = end < 0 ? rest.Length : end;
        while (length < rest.Length && rest[length] == '=')
        {
            length++;
        }

        return length;
    }

    /// <summary>Says whether a run is a key.</summary>
    /// <param name="run">The run.</param>
    /// <returns>True when it is long enough for one, no longer than keys are, and random.</returns>
    public static bool IsKey(ReadOnlySpan<char> run)
    {
        if (run.Length is < Least or > Most || run.IndexOfAny('+', '/', '=') < 0)
        {
            return false;
        }

        (int capitals, int small, int digits) = RandomText.Count(run);
        return capitals > 4 && small > 4 && digits > 1 && RandomText.IsRandom(run, 40) && !RandomText.IsWide(run) && !Placeholders.IsPlaceholder(run);
    }

    /// <summary>Says whether a run is plain text in Base64, such as the name of a host in a manifest of Kubernetes.</summary>
    /// <param name="run">The run.</param>
    /// <returns>True when it decodes to letters that were not dealt at random.</returns>
    public static bool IsText(ReadOnlySpan<char> run)
    {
        Span<char> buffer = stackalloc char[Most];
        ReadOnlySpan<char> text = buffer[..Decode(run, buffer)];
        return text.Length > 0 && TokenKinds.Find(text) is null && !RandomText.IsRandom(text, 20);
    }

    /// <summary>Decodes plain text.</summary>
    /// <param name="run">The run.</param>
    /// <param name="text">Where the text goes, as long as keys are.</param>
    /// <returns>How many characters it has; 0 when it is no text.</returns>
    public static int Decode(ReadOnlySpan<char> run, Span<char> text)
    {
        Span<byte> bytes = stackalloc byte[Most];
        if (run.Length > Most || run.Length % 4 != 0 || !Convert.TryFromBase64Chars(run, bytes, out int length))
        {
            return 0;
        }

        for (int at = 0; at < length; at++)
        {
            text[at] = (char)bytes[at];
            if (text[at] != '\n' && text[at] is < ' ' or > '~')
            {
                return 0;
            }
        }

        return length;
    }

    /// <summary>Says whether a run is a line of data that was wrapped, as a certificate is: a line above or below is one too.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where the run begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <returns>True when it is.</returns>
    public static bool IsWrapped(string text, int start, int end)
    {
        ReadOnlySpan<char> before = text.AsSpan(Math.Max(0, start - LongestLine), Math.Min(start, LongestLine));
        ReadOnlySpan<char> after = text.AsSpan(end, Math.Min(text.Length - end, LongestLine));
        if (!(before.IsEmpty || char.IsWhiteSpace(before[^1])) || !(after.IsEmpty || char.IsWhiteSpace(after[0])))
        {
            return false;
        }

        // A folded text has blanks for its line breaks.
        ReadOnlySpan<char> above = before.TrimEnd();
        above = above[(above.LastIndexOfAny(" \r\n") + 1)..];
        ReadOnlySpan<char> below = after.TrimStart();
        int line = below.IndexOfAny(" \r\n");
        below = line < 0 ? below : below[..line];
        return IsFullLine(above) || (end - start >= FullLine && IsFullLine(below));
    }

    private static bool IsFullLine(ReadOnlySpan<char> line) => line.Length >= FullLine && line.IndexOfAnyExcept(Characters) < 0;
}
