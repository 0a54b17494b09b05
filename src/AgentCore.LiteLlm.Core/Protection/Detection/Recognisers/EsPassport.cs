namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Spanish passport numbers.</summary>
internal sealed class EsPassport() : ShapeRecogniser("ES_PASSPORT", [("AAA9{6}", 0.05)], "pasaporte", "passport", "número de pasaporte", "passport number");
