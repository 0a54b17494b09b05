namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Indian passport numbers.</summary>
internal sealed class InPassport() : ShapeRecogniser("IN_PASSPORT", [("A[1-9]9~9{4}[1-9]", 0.1)], "passport", "indian passport", "passport number");
