namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>German VAT numbers.</summary>
internal sealed class DeVatId()
    : ShapeRecogniser(
        "DE_VAT_ID", [("[D][E]9{9}", 0.5), ("[D][E][ .-]{0,1}999[ .-]{0,1}999[ .-]{0,1}999", 0.4)], "umsatzsteuer-identifikationsnummer",
        "umsatzsteueridentifikationsnummer", "ust-idnr", "ust-id", "ustidnr", "umsatzsteuer-id", "mehrwertsteuer", "vat", "vat-id", "vat id",
        "steueridentifikation", "bzst", "bundeszentralamt für steuern", "finanzamt", "invoice")
{
    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written) =>
        CheckDigits.Mod11And10(body[2..]) ? Verdict.Proven : Verdict.Possible;
}
