namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Italian driving licence numbers.</summary>
internal sealed class ItDriverLicense()
    : ShapeRecogniser(
        "IT_DRIVER_LICENSE", [("AA9{7}A", 0.2), ("[U][1][BCDEFGHLJKMNPRSTUWYXZ0-9]{7}A", 0.2)], "patente", "patente di guida", "licenza", "licenza di guida");
