namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>A host's name as it stands in a text.</summary>
/// <param name="End">Where it ends.</param>
/// <param name="Labels">How many parts it has.</param>
/// <param name="HasLetters">Whether its last part can be a top-level domain.</param>
/// <param name="IsPublic">Whether its last part is a top-level domain.</param>
internal readonly record struct HostName(int End, int Labels, bool HasLetters, bool IsPublic)
{
    private const int LongestName = 253;
    private const int LongestLabel = 63;

    /// <summary>
    /// Reads the name that begins at a place. Where the last part is none that exists but the one before is, a sentence goes on without a
    /// space.
    /// </summary>
    public static HostName Read(ReadOnlySpan<char> text, int start)
    {
        int labels = 0;
        int end = start;
        int at = start;
        HostName best = default;
        while (at < text.Length && end - start < LongestName)
        {
            int size = LabelAt(text, at);
            if (size == 0)
            {
                break;
            }

            labels++;
            end = at + size;
            ReadOnlySpan<char> label = text[at..end];
            bool hasLetters = IsTopLevel(label);
            bool isPublic = hasLetters && TopLevelDomains.Contain(label);
            bool isSentence = best.IsPublic && !isPublic && char.IsUpper(label[0]) && !char.IsUpper(label[^1]);
            if (!isSentence && (hasLetters || labels == 1))
            {
                best = new HostName(end, labels, hasLetters, isPublic);
            }

            if (end + 1 >= text.Length || text[end] != '.' || isSentence)
            {
                break;
            }

            at = end + 1;
        }

        return best;
    }

    private static bool IsTopLevel(ReadOnlySpan<char> label)
    {
        if (label.Length < 2)
        {
            return false;
        }

        foreach (char c in label)
        {
            if (!char.IsLetter(c))
            {
                return label.StartsWith("xn--", StringComparison.OrdinalIgnoreCase);
            }
        }

        return true;
    }

    private static int LabelAt(ReadOnlySpan<char> text, int at)
    {
        int end = at;
        while (end < text.Length
            && end - at < LongestLabel
            && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '-' or '_' || (text[end] > '\u007F' && char.IsLetterOrDigit(text[end]))))
        {
            end++;
        }

        while (end > at && text[end - 1] is '-' or '_')
        {
            end--;
        }

        return end > at && text[at] != '-' ? end - at : 0;
    }
}
