namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Italian fiscal codes: name, date and place of birth, and a letter to check them.</summary>
internal sealed class ItFiscalCode()
    : ShapeRecogniser("IT_FISCAL_CODE", [("A{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}A[0-9LMNPQRSTUV]{3}A", 0.3)], "codice fiscale", "cf")
{
    private const string Substitutes = "LMNPQRSTUV";

    // What the characters 0 to 9 and A to Z count at odd places.
    private static readonly int[] Odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written)
    {
        int day = ((DigitOf(body[9]) * 10) + DigitOf(body[10])) % 40;
        if (day is < 1 or > 31)
        {
            return Verdict.Wrong;
        }

        int sum = 0;
        for (int at = 0; at < 15; at++)
        {
            int value = char.IsAsciiDigit(body[at]) ? body[at] - '0' : body[at] - 'A';
            sum += at % 2 == 0 ? Odd[value] : value;
        }

        return sum % 26 == body[15] - 'A' ? Verdict.Proven : Verdict.Possible;
    }

    private static int DigitOf(char c) => char.IsAsciiDigit(c) ? c - '0' : Substitutes.IndexOf(c, StringComparison.Ordinal);
}
