namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Korean driving licence numbers.</summary>
internal sealed class KrDriverLicense()
    : ShapeRecogniser(
        "KR_DRIVER_LICENSE", [("99?99?9{6}?99", 0.05)], "운전면허", "운전면허번호", "면허번호", "korean driver license", "korean driver's license", "driver license",
        "driver's license")
{
    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written) =>
        CheckDigits.Two(body, 0) is (>= 11 and <= 26) or 28 ? Verdict.Possible : Verdict.Wrong;
}
