namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Spanish numbers of foreigners.</summary>
internal sealed class EsNie() : ShapeRecogniser("ES_NIE", [("[XYZ]=9{7,8}=A", 0.5)], "número de identificación de extranjero", "nie")
{
    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written) =>
        EsNif.HasLetter([(char)('0' + body[0] - 'X'), .. body[1..]]) ? Verdict.Proven : Verdict.Wrong;
}
