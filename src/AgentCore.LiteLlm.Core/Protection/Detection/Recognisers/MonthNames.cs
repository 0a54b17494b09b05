namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>The English names of months, whole or cut to three or four letters.</summary>
internal static class MonthNames
{
    private static readonly string[] Names =
    [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december", "sept",
    ];

    /// <summary>Finds where the name ends that begins at a place, or -1.</summary>
    public static int StartingAt(ReadOnlySpan<char> text, int at)
    {
        int end = at;
        while (end < text.Length && end - at < 10 && char.IsAsciiLetter(text[end]))
        {
            end++;
        }

        return end > at && IsMonth(text[at..end]) ? end : -1;
    }

    /// <summary>Finds where the name begins that ends right before a separator at a place, or -1.</summary>
    public static int EndingAt(ReadOnlySpan<char> text, int separator)
    {
        if (separator < 3 || text[separator] is not (' ' or '-' or '/'))
        {
            return -1;
        }

        int end = text[separator - 1] == '.' ? separator - 1 : separator;
        int start = end;
        while (start > 0 && end - start < 10 && char.IsAsciiLetter(text[start - 1]))
        {
            start--;
        }

        return end > start && IsMonth(text[start..end]) ? start : -1;
    }

    private static bool IsMonth(ReadOnlySpan<char> word)
    {
        foreach (string name in Names)
        {
            if (word.Equals(name, StringComparison.OrdinalIgnoreCase)
                || (word.Length == 3 && word.Equals(name.AsSpan(0, 3), StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }
        }

        return false;
    }
}
