namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Indian permanent account numbers.</summary>
internal sealed class InPan() : ShapeRecogniser("IN_PAN", [("AAA[ABCFGHJLPT]A9{4}A", 0.5), ("A{5}9{4}A", 0.1)], "permanent account number", "pan");
