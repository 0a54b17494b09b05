namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>German tax identification numbers.</summary>
internal sealed class DeTaxId()
    : ShapeRecogniser(
        "DE_TAX_ID", [("[1-9]9{10}", 0.5), ("[1-9]9_999_999_999", 0.5)], "steueridentifikationsnummer", "steuer-id", "steuerid",
        "steuerliche identifikationsnummer", "steuerliche identifikation", "persönliche identifikationsnummer", "steuer identifikation", "idnr", "steuer-idnr",
        "steuernummer", "bzst")
{
    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written)
    {
        foreach (char digit in body[..10])
        {
            if (body[..10].Count(digit) > 3)
            {
                return Verdict.Wrong;
            }
        }

        return CheckDigits.Mod11And10(body) ? Verdict.Proven : Verdict.Wrong;
    }
}
