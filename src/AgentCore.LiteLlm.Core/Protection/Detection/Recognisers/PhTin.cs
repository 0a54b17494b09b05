namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Philippine taxpayer numbers, with or without branch.</summary>
internal sealed class PhTin()
    : ShapeRecogniser(
        "PH_TIN", [("999-999-999", 0.05), ("999-999-999-999", 0.05), ("9{9}", 0.01), ("9{12}", 0.01)], "tin", "taxpayer identification number", "bir",
        "taxpayer id", "tax id", "rdo", "revenue district office")
{
    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written) =>
        CheckDigits.Weighted(body[..8], 9, 8, 7, 6, 5, 4, 3, 2) % 11 == body[8] - '0' && !CheckDigits.IsUniform(body) ? Verdict.Proven : Verdict.Wrong;
}
