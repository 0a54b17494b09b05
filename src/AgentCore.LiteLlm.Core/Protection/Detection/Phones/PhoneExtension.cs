using System.Collections.Frozen;
using AgentCore.LiteLlm.Protection.Detection.Texts;

namespace AgentCore.LiteLlm.Protection.Detection.Phones;

/// <summary>What is dialled after a number to reach one desk: <c>ext. 12</c>, <c>x12</c>, <c>Durchwahl 12</c>, <c>(poste 12)</c>.</summary>
internal static class PhoneExtension
{
    private const int MostDigits = 7;
    private const int LongestWord = 12;

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Words = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        [
            "ext", "extn", "extension", "xtn", "x", "#", "durchwahl", "durchw", "dw", "nebenstelle", "nst", "apparat", "app", "klappe", "kl", "poste",
            "int", "interno", "interne", "interna", "extensión", "extensao", "extensão", "anexo", "ramal", "toestel", "tst", "wew", "wewn",
            "wewnętrzny", "linka", "anknytning", "ankn", "lokal", "lok", "lokalnr", "dahili", "доб", "добавочный", "вн", "内線", "内线", "分机", "轉", "转",
            "내선", "שלוחה",
        ])
            .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Finds where the extension ends that stands after a number.</summary>
    /// <returns>The place; that of the number's own end where none stands there.</returns>
    public static int EndAfter(ReadOnlySpan<char> text, int end)
    {
        int at = Skip(text, end, " ", 1);
        at = Skip(text, at, ",;-/(", 1);
        bool isOpen = at > end && text[at - 1] == '(';
        at = Skip(text, at, " ", 1);
        int word = at;
        while (at < text.Length && at - word <= LongestWord && (char.IsLetter(text[at]) || (at == word && text[at] == '#')))
        {
            at++;
        }

        if (at == word || !Words.Contains(text[word..at]))
        {
            return end;
        }

        at = Skip(text, at, ".", 1);
        at = Skip(text, at, " ", 1);
        at = Skip(text, at, ":=#-", 1);
        at = Skip(text, at, " ", 1);
        int digits = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        bool isWhole = at > digits && at - digits <= MostDigits && !(at < text.Length && Place.IsLetter(text[at]));
        return !isWhole ? end : !isOpen ? at : at < text.Length && text[at] == ')' ? at + 1 : end;
    }

    private static int Skip(ReadOnlySpan<char> text, int at, ReadOnlySpan<char> what, int most)
    {
        int end = at;
        while (end < text.Length && end - at < most && what.Contains(text[end]))
        {
            end++;
        }

        return end;
    }
}
