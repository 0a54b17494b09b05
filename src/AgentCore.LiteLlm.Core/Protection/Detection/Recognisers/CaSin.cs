namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Canadian social insurance numbers.</summary>
internal sealed class CaSin() : ShapeRecogniser(
    "CA_SIN",
    [("[1-79]9{8}", 0.05), ("[1-79]99-9{3}-9{3}", 0.5), ("[1-79]99_9{3}_9{3}", 0.5)],
    "sin", "sin number", "social insurance", "social insurance number", "canada", "nas", "numéro nas", "numéro d'assurance sociale", "assurance sociale")
{
    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written) => CheckDigits.Luhn(body) ? Verdict.Possible : Verdict.Wrong;
}
