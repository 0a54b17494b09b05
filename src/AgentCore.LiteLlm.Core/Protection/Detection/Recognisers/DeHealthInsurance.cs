namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>German health insurance numbers.</summary>
internal sealed class DeHealthInsurance()
    : ShapeRecogniser(
        "DE_HEALTH_INSURANCE", [("A9{9}", 0.3)], "krankenversicherungsnummer", "krankenversichertennummer", "versichertennummer", "kvnr", "krankenkasse",
        "krankenversicherung", "gesundheitskarte", "egk", "elektronische gesundheitskarte", "gkv", "gesetzliche krankenversicherung")
{
    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written)
    {
        int letter = body[0] - 'A' + 1;
        ReadOnlySpan<char> digits = [(char)('0' + (letter / 10)), (char)('0' + (letter % 10)), .. body[1..9]];
        return CheckDigits.WeightedDigitSums(digits, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2) % 10 == body[9] - '0' ? Verdict.Proven : Verdict.Wrong;
    }
}
