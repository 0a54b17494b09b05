namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>German numbers of physicians.</summary>
internal sealed class DeLanr()
    : ShapeRecogniser(
        "DE_LANR", [("9{9}", 0.3)], "arztnummer", "lanr", "lebenslange arztnummer", "arzt-nr", "arzt nr", "arzt-nummer", "vertragsarzt", "kassenarzt",
        "niedergelassener arzt", "kbv", "kassenärztliche vereinigung", "kv-nummer", "rezept", "verschreibung", "behandelnder arzt", "hausarzt", "facharzt")
{
    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written) =>
        (10 - (CheckDigits.Weighted(body[..6], 4, 9, 4, 9, 4, 9) % 10)) % 10 == body[6] - '0' && !CheckDigits.IsUniform(body) ? Verdict.Proven : Verdict.Wrong;
}
