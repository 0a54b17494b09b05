namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>German passport numbers.</summary>
internal sealed class DePassport() : ShapeRecogniser(
    "DE_PASSPORT",
    [("[CFGHJKLMNPRTVWXYZ][CFGHJKLMNPRTVWXYZ0-9]{7}9", 0.4)],
    "reisepass", "pass", "passnummer", "reisepassnummer", "passport", "passport number", "pass-nr", "dokumentennummer", "bundesrepublik deutschland",
    "ausweisdokument", "mrz")
{
    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written) => CheckDigits.Icao(body) ? Verdict.Proven : Verdict.Wrong;
}
