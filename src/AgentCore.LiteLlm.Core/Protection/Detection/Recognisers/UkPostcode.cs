namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>British postcodes.</summary>
internal sealed class UkPostcode() : ShapeRecogniser(
    "UK_POSTCODE",
    [
        ($"[A-PR-UWYZ]9[ABCDEFGHJKPSTUW]~9{Inward}", 0.1), ($"[A-PR-UWYZ]9~9{Inward}", 0.1), ($"[A-PR-UWYZ]99~9{Inward}", 0.1),
        ($"[A-PR-UWYZ][A-HK-Y]9[ABEHMNPRVWXY]~9{Inward}", 0.1), ($"[A-PR-UWYZ][A-HK-Y]9~9{Inward}", 0.1), ($"[A-PR-UWYZ][A-HK-Y]99~9{Inward}", 0.1),
        ("[G][I][R]~[0][A]{2}", 0.1),
    ],
    "postcode", "post code", "postal code", "zip", "address", "delivery", "mailing", "shipping", "correspondence")
{
    private const string Inward = "[ABD-HJLNP-UW-Z]{2}";
}
