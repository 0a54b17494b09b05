namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Italian passport numbers.</summary>
internal sealed class ItPassport()
    : ShapeRecogniser("IT_PASSPORT", [("AA9{7}", 0.01)], "passaporto", "elettronico", "italiano", "viaggio", "viaggiare", "estero", "documento", "dogana");
