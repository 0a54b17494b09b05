namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>German tax numbers, in the federal form and the forms of the states.</summary>
internal sealed class DeTaxNumber()
    : ShapeRecogniser(
        "DE_TAX_NUMBER", [("9{13}", 0.5), ("999/999/9{5}", 0.4), ("9{2,3}/9{3,4}/9{4,5}", 0.2)], "steuernummer", "steuer-nr", "steuer nr", "st.-nr", "st-nr",
        "finanzamt", "umsatzsteuer", "einkommensteuer", "körperschaftsteuer", "gewerbesteuer", "steuerveranlagung", "steuerbescheid")
{
    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written) =>
        body.Length < 13 || CheckDigits.Two(body, 0) is >= 1 and <= 16 ? Verdict.Possible : Verdict.Wrong;
}
