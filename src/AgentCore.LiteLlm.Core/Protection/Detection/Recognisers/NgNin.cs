namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Nigerian national identification numbers.</summary>
internal sealed class NgNin()
    : ShapeRecogniser(
        "NG_NIN", [("9{11}", 0.01)], "nin", "national identification number", "national identity number", "nimc", "national identity", "nigeria id",
        "nigerian identification")
{
    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written) =>
        CheckDigits.Verhoeff(body) && !CheckDigits.IsUniform(body) ? Verdict.Proven : Verdict.Wrong;
}
