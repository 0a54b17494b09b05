using AgentCore.LiteLlm.Protection.Detection.Texts;

namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Payment card numbers: 12 to 19 digits in an issuer's range that pass the Luhn check.</summary>
internal sealed class CreditCard()
    : Recogniser(
        "CREDIT_CARD", "credit card", "debit card", "card", "credit", "visa", "mastercard", "cc", "amex", "american express", "discover", "jcb", "diners",
        "maestro", "instapayment", "unionpay", "pan")
{
    private const int Longest = 19;
    private const int Shortest = 12;

    /// <inheritdoc/>
    public override void Look(in Place place, Proposals found)
    {
        if (!char.IsAsciiDigit(place.Text[place.Start]))
        {
            return;
        }

        Span<char> digits = stackalloc char[Longest];
        Span<int> groups = stackalloc int[Longest];
        int length = 0;
        int count = 0;
        int bestEnd = -1;
        int bestLength = 0;
        bool isOdd = false;
        bool isTable = false;
        for (int at = place.Start; Group(place.Text, at, digits[length..]) is int size and > 0;)
        {
            length += size;
            groups[count++] = size;
            at += size;
            if (length >= Shortest && place.IsFree(place.Start, at) && HasGroups(groups[..count])
                && IsPossible(digits[..length]) && (!isOdd || CardIssuers.Know(digits[..length])))
            {
                bool isBetter = bestEnd < 0 || (CardIssuers.Know(digits[..length]) && !CardIssuers.Know(digits[..bestLength]));
                (bestEnd, bestLength) = isBetter ? (at, length) : (bestEnd, bestLength);
            }

            int gap = Place.GapAt(place.Text, at);
            isTable |= gap > 0 && place.Text.Slice(at, gap).Trim(' ') is "\t" or [] && (gap > 1 || place.Text[at] == '\t');
            isOdd |= gap > 1 || (gap == 1 && place.Text[at] is not (' ' or '-' or '\n'));
            at += gap;
        }

        // Columns of four digits are no card unless a word says so.
        if (bestEnd > 0 && !(isTable && found.NearnessOf(Context, place.Start, bestEnd) == 0))
        {
            bool isKnown = CardIssuers.Know(digits[..bestLength]);
            found.Add(this, place.Start, bestEnd, isKnown ? 1 : 0.3, isKnown ? Proof.Check : Proof.Shape);
        }
    }

    // Thirteen digits that begin with 1 are the time in milliseconds.
    private static bool IsPossible(ReadOnlySpan<char> digits) =>
        CheckDigits.Luhn(digits) && !CheckDigits.IsUniform(digits) && !(digits.Length == 13 && digits[0] == '1');

    private static int Group(ReadOnlySpan<char> text, int at, Span<char> digits)
    {
        int size = 0;
        while (at + size < text.Length && char.IsAsciiDigit(text[at + size]))
        {
            if (size == digits.Length)
            {
                return 0;
            }

            digits[size] = text[at + size];
            size++;
        }

        return size;
    }

    // As printed on cards, by fours with what is left at the end, or every digit (pair) by itself; a table of two-digit and three-digit numbers is none.
    private static bool HasGroups(ReadOnlySpan<int> groups)
    {
        bool isEven = groups[0] <= 2 && !groups.ContainsAnyExcept(groups[0]);
        bool isByFours = groups.Length > 3 && groups[^1] <= 4 && !groups[..^1].ContainsAnyExcept(4);
        bool isThirteen = groups is [1, 4, 4, 4] or [3, 3, 3, 4];
        return groups.Length == 1 || isEven || isByFours || isThirteen
            || (groups[0] >= 4 && !groups[..^1].ContainsAnyInRange(0, 2) && groups[^1] >= 2 && groups.Length <= 5);
    }
}
