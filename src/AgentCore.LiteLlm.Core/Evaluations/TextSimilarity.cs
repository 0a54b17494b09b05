using System.Globalization;
using System.Text;

namespace AgentCore.LiteLlm.Evaluations;

/// <summary>
/// How alike two texts are: ROUGE-L, the harmonic mean of the shares of both that their longest common subsequence of words covers (Lin, 2004).
/// </summary>
internal static class TextSimilarity
{
    private const int WordBits = 64;

    /// <summary>Compares two texts. Case, punctuation and white space do not count; which words there are, and their order, does.</summary>
    /// <param name="text">The text.</param>
    /// <param name="reference">What it should be like.</param>
    /// <returns>From 0, no word in common, to 1, the same words in the same order.</returns>
    public static double Of(string text, string reference)
    {
        string[] one = ToWords(text);
        string[] other = ToWords(reference);
        if (one.Length == 0 || other.Length == 0)
        {
            return one.Length == other.Length ? 1 : 0;
        }

        // 2PR / (P + R), with P and R the lengths' shares.
        return 2.0 * CountCommon(one, other) / (one.Length + other.Length);
    }

    // Letters and digits that stand together; of scripts that put no blanks between words, each character.
    private static string[] ToWords(string text)
    {
        List<string> words = [];
        StringBuilder word = new();
        foreach (Rune rune in Normalize(text).EnumerateRunes())
        {
            bool isAlone = IsOfUnspacedScript(rune);
            bool isPart = Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
            if ((!isPart || isAlone) && word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }

            if (isAlone)
            {
                words.Add(rune.ToString());
            }
            else if (isPart)
            {
                word.Append(Rune.ToLowerInvariant(rune));
            }
        }

        return word.Length == 0 ? [.. words] : [.. words, word.ToString()];
    }

    // What is no text by Unicode's rules, as where a stream broke off within a character, has no other form.
    private static string Normalize(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            return text;
        }
    }

    // Han with its extensions, Kana, Thai, Lao, Myanmar and Khmer.
    private static bool IsOfUnspacedScript(Rune rune) => rune.Value is (>= 0x3041 and <= 0x30FF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF)
        or (>= 0x0E01 and <= 0x0EFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x17FF) or (>= 0x20000 and <= 0x3FFFF);

    // Hyyrö's bit-parallel count: a bit for each word of one text, 64 at a time for each word of the other, so that long answers take no long time.
    private static int CountCommon(string[] text, string[] reference)
    {
        int blocks = (reference.Length + WordBits - 1) / WordBits;
        Dictionary<string, ulong[]> places = new(StringComparer.Ordinal);
        for (int at = 0; at < reference.Length; at++)
        {
            if (!places.TryGetValue(reference[at], out ulong[]? bits))
            {
                places.Add(reference[at], bits = new ulong[blocks]);
            }

            bits[at / WordBits] |= 1UL << (at % WordBits);
        }

        ulong[] open = new ulong[blocks];
        Array.Fill(open, ulong.MaxValue);
        foreach (string word in text)
        {
            if (places.TryGetValue(word, out ulong[]? bits))
            {
                Step(open, bits);
            }
        }

        return open.Sum(b => WordBits - (int)ulong.PopCount(b));
    }

    private static void Step(ulong[] open, ulong[] bits)
    {
        ulong carry = 0;
        for (int at = 0; at < open.Length; at++)
        {
            ulong before = open[at];
            ulong found = before & bits[at];
            UInt128 sum = (UInt128)before + found + carry;
            carry = (ulong)(sum >> WordBits);
            open[at] = (ulong)sum | (before & ~bits[at]);
        }
    }
}
