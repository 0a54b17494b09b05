namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Swedish personal and coordination numbers.</summary>
internal sealed class SePersonnummer()
    : ShapeRecogniser(
        "SE_PERSONNUMMER", [("9{6}[-+]9{4}", 0.5), ("9{8}[-+]9{4}", 0.5), ("9{10}", 0.5), ("9{12}", 0.5)], "personnummer", "svenskt personnummer", "svensk id",
        "ssn", "personal identity number", "samordningsnummer")
{
    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written)
    {
        ReadOnlySpan<char> ten = body[^10..];
        bool isCentury = body.Length == 10 || body[..2] is "18" or "19" or "20";
        int day = CheckDigits.Two(ten, 4);

        // 2000 was a leap year, so a 29 February passes whatever the century is.
        int year = body.Length == 12 ? (CheckDigits.Two(body, 0) * 100) + CheckDigits.Two(ten, 0) : 2000 + CheckDigits.Two(ten, 0);
        return isCentury && CheckDigits.IsDate(year, CheckDigits.Two(ten, 2), day > 60 ? day - 60 : day) && CheckDigits.Luhn(ten)
            ? Verdict.Proven
            : Verdict.Wrong;
    }
}
