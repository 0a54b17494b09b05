namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>German pension insurance numbers.</summary>
internal sealed class DeSocialSecurity() : ShapeRecogniser(
    "DE_SOCIAL_SECURITY",
    [("99~9{6}~A~999", 0.5)],
    "rentenversicherungsnummer", "sozialversicherungsnummer", "versicherungsnummer", "rvnr", "svnr", "sv-nummer", "rente", "rentenversicherung",
    "deutsche rentenversicherung", "drv", "sozialversicherung", "sozialversicherungsausweis", "rentenausweis")
{
    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written)
    {
        int letter = body[8] - 'A' + 1;
        ReadOnlySpan<char> digits = [.. body[..8], (char)('0' + (letter / 10)), (char)('0' + (letter % 10)), body[9], body[10]];
        bool isDate = CheckDigits.Two(body, 2) % 50 is >= 1 and <= 31 && CheckDigits.Two(body, 4) is >= 1 and <= 12;
        return isDate && CheckDigits.WeightedDigitSums(digits, 2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1) % 10 == body[11] - '0' ? Verdict.Proven : Verdict.Wrong;
    }
}
