namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>US Medicare beneficiary identifiers.</summary>
internal sealed class UsMbi() : ShapeRecogniser(
    "US_MBI",
    [($"[1-9]{Letter}{Either}9-{Letter}{Either}9-{Letter}{Letter}99", 0.5), ($"[1-9]{Letter}{Either}9{Letter}{Either}9{Letter}{Letter}99", 0.3)],
    "medicare", "mbi", "beneficiary", "cms", "medicaid", "hic", "hicn")
{
    private const string Letter = "[AC-HJKMNP-RT-Y]";
    private const string Either = "[0-9AC-HJKMNP-RT-Y]";
}
