namespace AgentCore.LiteLlm.Protection.Detection.Texts;

/// <summary>GUIDs, whose groups look like numbers of many kinds and are nobody's.</summary>
internal static class GuidText
{
    private const int Length = 36;

    // Where the groups of digits begin.
    private static readonly int[] Groups = [0, 9, 14, 19, 24];

    /// <summary>Finds where the GUID ends that a word belongs to, or -1.</summary>
    public static int EndAround(ReadOnlySpan<char> text, int start, int end)
    {
        bool hasHyphen = (end < text.Length && text[end] == '-') || (start > 0 && text[start - 1] == '-');
        if (!hasHyphen || end - start is not (4 or 8 or 12))
        {
            return -1;
        }

        foreach (int group in Groups)
        {
            int first = start - group;
            if (first >= 0 && first + Length <= text.Length && IsGuid(text.Slice(first, Length)))
            {
                return first + Length;
            }
        }

        return -1;
    }

    private static bool IsGuid(ReadOnlySpan<char> text)
    {
        for (int at = 0; at < Length; at++)
        {
            if (at is 8 or 13 or 18 or 23 ? text[at] != '-' : !char.IsAsciiHexDigit(text[at]))
            {
                return false;
            }
        }

        return true;
    }
}
