namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Australian Medicare numbers.</summary>
internal sealed class AuMedicare() : ShapeRecogniser("AU_MEDICARE", [("[2-6]999_9{5}_9", 0.1), ("[2-6]9{9}", 0.01)], "medicare")
{
    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written) =>
        CheckDigits.Weighted(body[..8], 1, 3, 7, 9, 1, 3, 7, 9) % 10 == body[8] - '0' ? Verdict.Proven : Verdict.Wrong;
}
