namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Korean business registration numbers.</summary>
internal sealed class KrBrn()
    : ShapeRecogniser(
        "KR_BRN", [("999-99-9{5}", 0.1), ("9{10}", 0.05)], "사업자등록번호", "사업자번호", "사업자", "brn", "business registration number", "korean brn", "business number",
        "tax registration number")
{
    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written)
    {
        int sum = CheckDigits.Weighted(body[..9], 1, 3, 7, 1, 3, 7, 1, 3, 5) + ((body[8] - '0') * 5 / 10);
        return (10 - (sum % 10)) % 10 == body[9] - '0' && !CheckDigits.IsUniform(body) ? Verdict.Proven : Verdict.Wrong;
    }
}
