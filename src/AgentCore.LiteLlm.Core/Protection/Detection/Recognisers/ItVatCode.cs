namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Italian VAT numbers.</summary>
internal sealed class ItVatCode() : ShapeRecogniser("IT_VAT_CODE", [("9{11}", 0.1), ("9{3}[ _]9{4}[ _]9{4}", 0.1)], "piva", "p iva", "partita iva")
{
    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written) =>
        CheckDigits.Luhn(body) && !CheckDigits.IsUniform(body) ? Verdict.Proven : Verdict.Wrong;
}
