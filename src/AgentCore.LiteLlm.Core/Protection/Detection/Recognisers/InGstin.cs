namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Indian goods and services tax numbers: a state, a PAN, and a character to check them.</summary>
internal sealed class InGstin()
    : ShapeRecogniser(
        "IN_GSTIN", [("99A{5}9{4}AX[Z]X", 0.4), ("99X{11}[Z]X", 0.1)], "gstin", "gst", "goods and services tax", "tax identification", "gst number",
        "gst registration")
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written)
    {
        if (CheckDigits.Two(body, 0) is < 1 or > 37)
        {
            return Verdict.Wrong;
        }

        int sum = 0;
        for (int at = 0; at < 14; at++)
        {
            int part = Alphabet.IndexOf(body[at], StringComparison.Ordinal) * (at % 2 == 0 ? 1 : 2);
            sum += (part / 36) + (part % 36);
        }

        return Alphabet[(36 - (sum % 36)) % 36] == body[14] ? Verdict.Proven : Verdict.Possible;
    }
}
