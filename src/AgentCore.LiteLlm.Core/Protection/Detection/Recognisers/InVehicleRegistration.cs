namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Indian number plates.</summary>
internal sealed class InVehicleRegistration() : ShapeRecogniser(
    "IN_VEHICLE_REGISTRATION",
    [
        ("AA~99~A{1,3}~9{4}", 0.5), ("AA9A{1,3}9{4}", 0.5), ("AAA9{4}", 0.2), ("AA9{4}", 0.01), ("A9{4}", 0.01), ("[I]9{5}", 0.01),
        ("[2-9][1-9][B][H]9{4}[A-HJ-NP-Z]{2}", 0.85), ("9{1,3}[CU][DCN][1-9]9{1,3}", 0.4), ("99[ABCDEFHKPRX]9{6}A", 0.85),
    ],
    "rto", "vehicle", "plate", "registration")
{
    private const string States = "AN AP AR AS BR CG CH DD DL DN GA GJ HP HR JH JK KA KL LA LD MH ML MN MP MZ NL OD OR PB PY RJ SK TN TR TS UA UK UP WB ";

    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written)
    {
        if (body is "0000" || body.EndsWith("0000", StringComparison.Ordinal) || (char.IsAsciiDigit(body[0]) && body[..2] is "00"))
        {
            return Verdict.Wrong;
        }

        bool isPlate = body.Length >= 8 && char.IsAsciiLetter(body[0]) && char.IsAsciiLetter(body[1]) && char.IsAsciiDigit(body[2]);
        return !isPlate ? Verdict.Possible
            : States.AsSpan().IndexOf(body[..2], StringComparison.Ordinal) is int at and >= 0 && at % 3 == 0 ? Verdict.Proven
            : Verdict.Wrong;
    }
}
