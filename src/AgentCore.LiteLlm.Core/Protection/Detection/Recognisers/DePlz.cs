namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>German postal codes; only words nearby make one.</summary>
internal sealed class DePlz()
    : ShapeRecogniser(
        "DE_PLZ", [("9{5}", 0.05)], "plz", "postleitzahl", "postanschrift", "adresse", "wohnort", "ort", "wohnanschrift", "lieferadresse", "rechnungsadresse",
        "straße", "strasse", "hausnummer", "postfach", "bundesland", "gemeinde", "stadt", "dorf")
{
    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written) =>
        body is "01000" or "99999" || body[..2] is "00" ? Verdict.Wrong : Verdict.Possible;
}
