namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Australian company numbers.</summary>
internal sealed class AuAcn() : ShapeRecogniser("AU_ACN", [("999_999_999", 0.1), ("9{9}", 0.01)], "australian company number", "acn")
{
    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written) =>
        (10 - (CheckDigits.Weighted(body, 8, 7, 6, 5, 4, 3, 2, 1) % 10)) % 10 == body[8] - '0' && !CheckDigits.IsUniform(body) ? Verdict.Proven : Verdict.Wrong;
}
