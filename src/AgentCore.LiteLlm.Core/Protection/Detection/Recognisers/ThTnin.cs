namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Thai national identity numbers.</summary>
internal sealed class ThTnin() : ShapeRecogniser("TH_TNIN", [("[1-9]9{12}", 0.5), ("[1-9]-9{4}-9{5}-99-9", 0.5)], "thai national id", "thai id number", "tnin", "เลขประจำตัวประชาชน", "เลขบัตรประชาชน", "รหัสปชช")
{
    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written) =>
        (11 - (CheckDigits.Weighted(body[..12], 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11)) % 10 == body[12] - '0' && !CheckDigits.IsUniform(body) ? Verdict.Proven : Verdict.Wrong;
}
