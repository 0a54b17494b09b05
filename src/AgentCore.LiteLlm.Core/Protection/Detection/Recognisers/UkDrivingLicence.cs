namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Driving licence numbers of Great Britain.</summary>
internal sealed class UkDrivingLicence()
    : ShapeRecogniser(
        "UK_DRIVING_LICENCE", [("[A-Z9]{5}9{6}[A-Z9]{2}XAA", 0.5)], "driving licence", "driving license", "driver's licence", "driver's license", "dvla",
        "dl number", "licence number", "license number")
{
    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written)
    {
        // Five places of the surname, filled up with nines; a woman's month is written plus 50.
        ReadOnlySpan<char> surname = body[..5].TrimEnd('9');
        int month = CheckDigits.Two(body, 6) % 50;
        return !surname.IsEmpty
            && !surname.Contains('9')
            && CheckDigits.Two(body, 6) is < 13 or > 50
            && month is >= 1 and <= 12
            && CheckDigits.Two(body, 8) is >= 1 and <= 31
            ? Verdict.Possible
            : Verdict.Wrong;
    }
}
