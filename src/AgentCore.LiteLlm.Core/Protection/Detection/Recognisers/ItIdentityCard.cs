namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Italian identity card numbers, on paper and electronic.</summary>
internal sealed class ItIdentityCard()
    : ShapeRecogniser(
        "IT_IDENTITY_CARD", [("AA~9{7}", 0.01), ("9{7}AA", 0.01), ("AA9{5}AA", 0.01)], "carta d'identità", "carta di identità", "carta", "identità",
        "elettronica", "cie", "documento", "riconoscimento", "espatrio");
