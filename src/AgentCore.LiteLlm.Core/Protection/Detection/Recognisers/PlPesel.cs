namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Polish PESEL numbers.</summary>
internal sealed class PlPesel() : ShapeRecogniser("PL_PESEL", [("9{11}", 0.4)], "pesel")
{
    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written)
    {
        // The month also says the century.
        bool isDate = CheckDigits.Two(body, 2) % 20 is >= 1 and <= 12 && CheckDigits.Two(body, 4) is >= 1 and <= 31;
        return isDate && (10 - (CheckDigits.Weighted(body[..10], 1, 3, 7, 9, 1, 3, 7, 9, 1, 3) % 10)) % 10 == body[10] - '0' ? Verdict.Proven : Verdict.Wrong;
    }
}
