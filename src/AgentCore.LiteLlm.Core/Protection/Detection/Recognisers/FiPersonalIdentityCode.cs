using System.Globalization;

namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Finnish personal identity codes.</summary>
internal sealed class FiPersonalIdentityCode()
    : ShapeRecogniser(
        "FI_PERSONAL_IDENTITY_CODE", [("9{6}[-+]9{3}X", 0.5), ("9{6}[A-FU-Y]9{3}X", 0.5)], "hetu", "henkilötunnus", "personbeteckningen",
        "personal identity code")
{
    private const string Controls = "0123456789ABCDEFHJKLMNPRSTUVWXY";

    /// <inheritdoc/>
    protected override Verdict Check(ReadOnlySpan<char> body, ReadOnlySpan<char> written)
    {
        int century = written[6] == '+' ? 1800 : written[6] is '-' or (>= 'U' and <= 'Y') or (>= 'u' and <= 'y') ? 1900 : 2000;
        ReadOnlySpan<char> digits = [.. body[..6], .. body[^4..^1]];
        bool isDate = CheckDigits.IsDate(century + CheckDigits.Two(body, 4), CheckDigits.Two(body, 2), CheckDigits.Two(body, 0));
        return isDate && Controls[int.Parse(digits, CultureInfo.InvariantCulture) % Controls.Length] == body[^1] ? Verdict.Proven : Verdict.Wrong;
    }
}
