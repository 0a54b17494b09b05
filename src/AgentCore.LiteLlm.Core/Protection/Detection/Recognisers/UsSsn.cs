namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>US social security numbers; none was ever given for some groups.</summary>
internal sealed class UsSsn() : ShapeRecogniser(
    "US_SSN",
    [("9{3}-9{2}-9{4}", 0.5), ("9{3}.9{2}.9{4}", 0.5), ("9{3}_9{2}_9{4}", 0.5), ("9{9}", 0.05), ("9{5}-9{4}", 0.05), ("9{3}-9{6}", 0.05),
        ("9{3}/9{2}/9{4}", 0.05), ("9{3}_-_9{2}_-_9{4}", 0.05)],
    "social security", "ssn", "ss", "social security number", "social")
{
    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written)
    {
        bool isImpossible = body[..3] is "000" or "666" || body[3..5] is "00" || body[5..] is "0000" || body[0] == '9'
            || body is "123456789" or "987654320" or "987654321" or "078051120" || CheckDigits.IsUniform(body);
        return isImpossible ? Verdict.Wrong : Verdict.Possible;
    }
}
