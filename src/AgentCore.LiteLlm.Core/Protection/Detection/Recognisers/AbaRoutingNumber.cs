namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Routing numbers of US banks.</summary>
internal sealed class AbaRoutingNumber()
    : ShapeRecogniser(
        "ABA_ROUTING_NUMBER", [("[0123678]9{8}", 0.05), ("[0123678]9{3}-9{4}-9", 0.3)], "aba", "routing", "abarouting", "association", "bankrouting")
{
    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written) =>
        CheckDigits.Weighted(body, 3, 7, 1, 3, 7, 1, 3, 7, 1) % 10 == 0 && !CheckDigits.IsUniform(body) ? Verdict.Proven : Verdict.Wrong;
}
