namespace AgentCore.LiteLlm.Protection;

/// <summary>
/// Finds values that were replaced before, wherever they stand as whole words: what is found beside a telling word once must not go
/// out in clear where that word is missing.
/// </summary>
internal sealed class KnownValues
{
    // Shorter ones, and short numbers, stand in too many texts by chance.
    private const int ShortestValue = 4;
    private const int ShortestNumber = 6;

    // By their first four characters.
    private readonly Dictionary<ulong, SortedValues> _values = [];

    // A bit for each remainder of a first character: most places of a text begin no value.
    private ulong _firsts;

    /// <summary>Takes a value in, which it does not hold yet.</summary>
    public void Add(string value)
    {
        if (value.Length < ShortestValue || (value.Length < ShortestNumber && !value.Any(char.IsLetter)))
        {
            return;
        }

        _firsts |= BitOf(value[0]);
        ulong key = KeyOf(value);
        if (!_values.TryGetValue(key, out SortedValues? values))
        {
            _values.Add(key, values = new SortedValues());
        }

        values.Add(value);
    }

    /// <summary>Finds the first known value within a part of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where the part begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <returns>The place and the value; null when there is none.</returns>
    public (int Start, string Value)? FindNext(string text, int start, int end)
    {
        if (_values.Count == 0)
        {
            return null;
        }

        for (int at = start; at <= end - ShortestValue; at++)
        {
            if ((_firsts & BitOf(text[at])) == 0 || IsInsideWord(text, at) || !_values.TryGetValue(KeyOf(text.AsSpan(at)), out SortedValues? values))
            {
                continue;
            }

            if (FindLongest(values, text, at, end) is { } value)
            {
                return (at, value);
            }
        }

        return null;
    }

    // The greatest value that is not above the rest is either its beginning, or shares with it all that a shorter one could be.
    private static string? FindLongest(SortedValues values, string text, int at, int end)
    {
        ReadOnlySpan<char> rest = text.AsSpan(at, end - at);
        while (rest.Length >= ShortestValue)
        {
            if (values.FindLastUpTo(rest) is not { } value)
            {
                return null;
            }

            int common = rest.CommonPrefixLength(value);
            if (common == value.Length && !IsInsideWord(text, at + common))
            {
                return value;
            }

            rest = rest[..(common == value.Length ? common - 1 : common)];
        }

        return null;
    }

    private static bool IsInsideWord(string text, int at) => at > 0 && at < text.Length && IsWord(text[at - 1]) && IsWord(text[at]);

    // Scripts from U+2E80 on write words without spaces between.
    private static bool IsWord(char c) => c < '\u2E80' && char.IsLetterOrDigit(c);

    private static ulong BitOf(char c) => 1UL << (c & 63);

    private static ulong KeyOf(ReadOnlySpan<char> text) => text[0] | ((ulong)text[1] << 16) | ((ulong)text[2] << 32) | ((ulong)text[3] << 48);
}
