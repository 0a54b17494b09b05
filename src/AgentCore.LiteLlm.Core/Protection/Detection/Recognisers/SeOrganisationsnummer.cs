namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Swedish numbers of organizations.</summary>
internal sealed class SeOrganisationsnummer()
    : ShapeRecogniser("SE_ORGANISATIONSNUMMER", [("9{6}=9{4}", 0.6)], "organisationsnummer", "orgnr", "org nr", "företagsnummer")
{
    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written) =>
        body[2] >= '2' && CheckDigits.Luhn(body) && !CheckDigits.IsUniform(body) ? Verdict.Proven : Verdict.Wrong;
}
