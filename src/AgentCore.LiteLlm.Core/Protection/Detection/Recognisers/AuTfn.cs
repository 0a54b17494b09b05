namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Australian tax file numbers.</summary>
internal sealed class AuTfn() : ShapeRecogniser("AU_TFN", [("999_999_999", 0.1), ("9{9}", 0.01)], "tax file number", "tfn")
{
    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written) =>
        CheckDigits.Weighted(body, 1, 4, 3, 7, 5, 8, 6, 9, 10) % 11 == 0 && !CheckDigits.IsUniform(body) ? Verdict.Proven : Verdict.Wrong;
}
