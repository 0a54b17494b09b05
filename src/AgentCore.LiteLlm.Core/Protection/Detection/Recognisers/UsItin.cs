namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>US taxpayer numbers of people without social security.</summary>
internal sealed class UsItin() : ShapeRecogniser(
    "US_ITIN",
    [("9{3}-9{2}-9{4}", 0.5), ("9{3}_9{2}_9{4}", 0.5), ("9{9}", 0.3), ("9{3}-9{6}", 0.05), ("9{5}-9{4}", 0.05)],
    "individual taxpayer", "itin", "tax payer", "taxpayer", "taxid", "tax id", "tin")
{
    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written) =>
        body[0] == '9' && CheckDigits.Two(body, 3) is (>= 50 and <= 65) or (>= 70 and <= 88) or (>= 90 and <= 92) or (>= 94 and <= 99)
            ? Verdict.Possible
            : Verdict.Wrong;
}
