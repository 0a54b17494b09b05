namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>German driving licence numbers, which end with a letter or digit after eight digits.</summary>
internal sealed class DeFuehrerschein()
    : ShapeRecogniser(
        "DE_FUEHRERSCHEIN", [("AA9{8}X", 0.35)], "führerscheinnummer", "führerschein", "fahrerlaubnis", "fahrerlaubnisnummer", "fahrerlaubnisklasse",
        "führerscheininhaber", "fev", "kba", "kraftfahrt-bundesamt", "driving licence", "driving license", "driver's license", "licence number",
        "license number");
