namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>US passport numbers.</summary>
internal sealed class UsPassport()
    : ShapeRecogniser("US_PASSPORT", [("9{9}", 0.05), ("A9{8}", 0.1)], "united states passport", "us passport", "passport", "passport#", "travel document");
