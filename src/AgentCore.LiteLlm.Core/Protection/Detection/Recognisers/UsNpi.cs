namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>US National Provider Identifiers.</summary>
internal sealed class UsNpi()
    : ShapeRecogniser(
        "US_NPI", [("[12]9{9}", 0.1), ("[12]9{3}[ -]9{3}[ -]9{3}", 0.4)], "npi", "national provider", "provider", "taxonomy", "provider id", "provider number")
{
    // The number is the end of a card number of the health industry, 80840.
    private const int SumOfPrefix = 24;

    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written) =>
        (CheckDigits.LuhnSum(body) + SumOfPrefix) % 10 == 0 && !CheckDigits.IsUniform(body[..9]) ? Verdict.Proven : Verdict.Wrong;
}
