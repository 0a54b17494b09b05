namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>British National Insurance numbers.</summary>
internal sealed class UkNino()
    : ShapeRecogniser("UK_NINO", [("[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]~99~99~99~[A-D]", 0.5)], "national insurance", "ni number", "nino")
{
    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written) =>
        body[..2] is "BG" or "GB" or "NK" or "KN" or "NT" or "TN" or "ZZ" ? Verdict.Wrong : Verdict.Possible;
}
