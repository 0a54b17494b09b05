namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>British passport numbers.</summary>
internal sealed class UkPassport()
    : ShapeRecogniser(
        "UK_PASSPORT", [("AA9{7}", 0.1)], "passport", "passport number", "travel document", "uk passport", "british passport", "her majesty", "his majesty",
        "hm passport", "hmpo");
