namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Korean passport numbers.</summary>
internal sealed class KrPassport()
    : ShapeRecogniser(
        "KR_PASSPORT", [("[MSROD]9{3}A9{4}", 0.1), ("[MSROD]9{8}", 0.05)], "korean passport", "korean passport number", "대한민국 여권", "여권", "passport",
        "passport number");
