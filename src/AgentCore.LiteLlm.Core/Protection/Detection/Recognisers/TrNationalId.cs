namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Turkish identity numbers.</summary>
internal sealed class TrNationalId()
    : ShapeRecogniser(
        "TR_NATIONAL_ID", [("[1-9]9{10}", 0.3)], "tc kimlik", "kimlik no", "kimlik numarası", "tckn", "tc no", "nüfus cüzdanı", "national id", "turkish id",
        "türk kimlik")
{
    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written)
    {
        int tenth = (CheckDigits.Weighted(body[..9], 7, -1, 7, -1, 7, -1, 7, -1, 7) + 40) % 10;
        int eleventh = CheckDigits.Weighted(body[..10], 1, 1, 1, 1, 1, 1, 1, 1, 1, 1) % 10;
        return tenth == body[9] - '0' && eleventh == body[10] - '0' ? Verdict.Proven : Verdict.Wrong;
    }
}
