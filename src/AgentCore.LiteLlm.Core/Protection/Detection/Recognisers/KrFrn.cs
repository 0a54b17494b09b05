namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Korean numbers of foreigners.</summary>
internal sealed class KrFrn()
    : ShapeRecogniser(
        "KR_FRN", [("9{6}=[5-8]9{6}", 0.5)], "외국인등록번호", "korean frn", "frn", "foreigner registration number", "korean foreigner registration number", "외국인번호")
{
    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written) => KrRrn.Check(body, 13);
}
