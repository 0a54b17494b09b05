namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>German company register numbers.</summary>
internal sealed class DeHandelsregister()
    : ShapeRecogniser(
        "DE_HANDELSREGISTER", [("[H][R][AB]~9{1,6}", 0.5)], "handelsregister", "handelsregisternummer", "amtsgericht", "registergericht", "hr-nummer",
        "registerauszug", "handelsregistereintrag", "firma", "gesellschaft", "gmbh", "ag", "ug", "kg", "ohg", "einzelkaufmann", "einzelkauffrau",
        "handelsregisterblattnummer");
