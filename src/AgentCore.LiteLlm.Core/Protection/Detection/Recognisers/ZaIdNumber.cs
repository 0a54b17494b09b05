namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>South African identity numbers.</summary>
internal sealed class ZaIdNumber()
    : ShapeRecogniser(
        "ZA_ID_NUMBER", [("9{10}[0-2][89]9", 0.2)], "identity number", "id number", "identity", "south african id", "rsa id", "smart id", "national id")
{
    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written)
    {
        // The century is not written; 2000 was a leap year.
        bool isDate = CheckDigits.IsDate(2000 + CheckDigits.Two(body, 0), CheckDigits.Two(body, 2), CheckDigits.Two(body, 4))
            || CheckDigits.IsDate(1900 + CheckDigits.Two(body, 0), CheckDigits.Two(body, 2), CheckDigits.Two(body, 4));
        return isDate && CheckDigits.Luhn(body) ? Verdict.Proven : Verdict.Wrong;
    }
}
