namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Indian voter card numbers.</summary>
internal sealed class InVoter()
    : ShapeRecogniser("IN_VOTER", [("A[ABCDGHJKMNPRSY]A9{7}", 0.4), ("AAA9{7}", 0.3)], "voter", "epic", "elector photo identity card");
