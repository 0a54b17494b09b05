namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Singaporean identity numbers of citizens and foreigners.</summary>
internal sealed class SgNricFin() : ShapeRecogniser("SG_NRIC_FIN", [("[STFGM]9{7}A", 0.5), ("A9{7}A", 0.3)], "fin", "fin#", "nric", "nric#");
