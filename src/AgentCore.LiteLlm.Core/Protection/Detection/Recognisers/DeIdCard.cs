namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>German identity card numbers, of cards since 2010 and before.</summary>
internal sealed class DeIdCard() : ShapeRecogniser(
    "DE_ID_CARD",
    [("[CFGHJKLMNPRTVWXYZ][CFGHJKLMNPRTVWXYZ0-9]{7}9", 0.4), ("[T]9{8}", 0.5)],
    "personalausweis", "ausweis", "personalausweisnummer", "ausweisnummer", "ausweisdokument", "dokumentennummer", "seriennummer", "npa",
    "neuer personalausweis", "bundespersonalausweis", "identity card", "national id")
{
    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written) =>
        CheckDigits.Icao(body) ? Verdict.Proven : body[0] == 'T' && !body[1..].ContainsAnyExceptInRange('0', '9') ? Verdict.Possible : Verdict.Wrong;
}
