namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>British number plates, in the current style and the two before it.</summary>
internal sealed class UkVehicleRegistration() : ShapeRecogniser(
    "UK_VEHICLE_REGISTRATION",
    [("[A-HJ-PR-Y]{2}99?[A-HJ-PR-Z]{3}", 0.3), ("[A-HJ-NPR-TV-Y]9{1,3}?[A-HJ-PR-Y][A-HJ-PR-Z]{2}", 0.2), ("[A-HJ-PR-Z]{3}?9{1,3}?[A-HJ-NPR-TV-Y]", 0.15)],
    "vehicle", "registration", "number plate", "licence plate", "license plate", "reg", "vrn", "dvla", "v5c", "logbook", "mot", "car", "insured vehicle")
{
    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written)
    {
        bool isCurrent = body.Length == 7
            && char.IsAsciiDigit(body[2])
            && char.IsAsciiDigit(body[3])
            && char.IsAsciiLetter(body[1])
            && char.IsAsciiLetter(body[4]);
        return !isCurrent || CheckDigits.Two(body, 2) is (>= 2 and <= 29) or (>= 51 and <= 79) ? Verdict.Possible : Verdict.Wrong;
    }
}
