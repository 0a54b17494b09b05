namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Australian business numbers.</summary>
internal sealed class AuAbn() : ShapeRecogniser("AU_ABN", [("99_999_999_999", 0.1), ("9{11}", 0.01)], "australian business number", "abn")
{
    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written) =>
        (CheckDigits.Weighted(body, 10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19) - 10) % 89 == 0 ? Verdict.Proven : Verdict.Wrong;
}
