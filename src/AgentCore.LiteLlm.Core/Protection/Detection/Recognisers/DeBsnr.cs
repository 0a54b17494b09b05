namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>German numbers of medical practices.</summary>
internal sealed class DeBsnr()
    : ShapeRecogniser(
        "DE_BSNR", [("9{9}", 0.2)], "betriebsstättennummer", "betriebsstätten-nummer", "bsnr", "betriebsstätte", "praxisnummer", "arztpraxis", "praxis",
        "kassenärztliche vereinigung", "kv-nummer", "kv nummer", "praxisadresse", "praxisstandort", "nebenbetriebsstätte", "hauptbetriebsstätte")
{
    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written) => body is "000000000" ? Verdict.Wrong : Verdict.Possible;
}
