using System.Globalization;
using System.Text;

namespace AgentCore.LiteLlm.Memories;

/// <summary>
/// The words of a text, by which memories are compared: letters and digits, in one case and one form. Scripts that put no spaces between words come as pairs
/// of characters that follow each other.
/// </summary>
internal static class MemoryWords
{
    // Thai to Myanmar, Khmer, kana and Han, Hangul, and Han beyond the first plane.
    private static readonly (int First, int Last)[] Unspaced =
    [
        (0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF), (0x3400, 0x9FFF), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0x20000, 0x3FFFF),
    ];

    /// <summary>Finds the words.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The words, as often as they are there.</returns>
    public static List<string> Of(string text)
    {
        List<string> words = [];
        StringBuilder word = new();
        Rune? before = null;
        bool isPaired = false;
        foreach (Rune rune in Normalize(text).EnumerateRunes())
        {
            bool isUnspaced = IsLetter(rune) && Array.Exists(Unspaced, r => rune.Value >= r.First && rune.Value <= r.Last);
            if (isUnspaced || !IsLetter(rune))
            {
                End(word, words);
            }

            if (before is { } single && !isUnspaced && !isPaired)
            {
                words.Add(single.ToString());
            }

            if (isUnspaced && before is { } first)
            {
                words.Add($"{first}{rune}");
            }

            isPaired = isUnspaced && before is not null;
            before = isUnspaced ? rune : null;
            if (IsLetter(rune) && !isUnspaced)
            {
                word.Append(Rune.ToLowerInvariant(rune).ToString());
            }
        }

        End(word, words);
        if (before is { } last && !isPaired)
        {
            words.Add(last.ToString());
        }

        return words;
    }

    // What is no text by Unicode's rules has no other form.
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

    private static bool IsLetter(Rune rune) => Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.LetterNumber;

    private static void End(StringBuilder word, List<string> words)
    {
        if (word.Length > 0)
        {
            words.Add(word.ToString());
            word.Clear();
        }
    }
}
