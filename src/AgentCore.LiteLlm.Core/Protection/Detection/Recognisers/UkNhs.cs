namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Numbers of the British National Health Service.</summary>
internal sealed class UkNhs()
    : ShapeRecogniser("UK_NHS", [("9{3}?9{3}?9{4}", 0.5)], "national health service", "nhs", "health services authority", "health authority")
{
    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written) =>
        CheckDigits.Weighted(body, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1) % 11 == 0 && !CheckDigits.IsUniform(body) ? Verdict.Proven : Verdict.Wrong;
}
