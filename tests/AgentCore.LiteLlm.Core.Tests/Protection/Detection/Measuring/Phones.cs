using System.Globalization;
using System.Text.RegularExpressions;
using PhoneNumbers;

namespace AgentCore.LiteLlm.Tests.Protection.Detection.Measuring;

/// <summary>Makes up telephone numbers that Google's library says are valid, in the forms that people write.</summary>
/// <param name="random">Where chance comes from.</param>
internal sealed class Phones(Random random)
{
    /// <summary>Territories that the recogniser was mended by.</summary>
    public static readonly string[] Tuning =
    [
        "US", "CA", "GB", "DE", "FR", "IL", "IN", "BR", "IT", "ES", "PT", "NL", "PL", "SE", "NO", "DK", "FI", "CH", "AT", "BE", "JP", "KR", "CN", "AU", "MX",
        "AR", "TR", "RU", "SG", "TH", "PH", "NG", "ZA", "HU", "CZ", "GR", "RO", "IE", "UA", "EG", "SA", "AE", "NZ", "CL", "CO", "PE", "MY", "ID", "VN", "PK",
        "BG", "HR", "SK", "LT", "MA", "KE", "HK", "TW", "IS", "EE",
    ];

    /// <summary>Territories that it was not mended by.</summary>
    public static readonly string[] Held =
    [
        "LU", "LV", "SI", "RS", "BY", "GE", "KZ", "UZ", "TN", "DZ", "GH", "UG", "TZ", "ET", "CR", "PA", "EC", "UY", "BO", "DO", "JM", "LK", "BD", "NP", "MM",
        "KH", "JO", "LB", "KW", "QA", "CY", "MT", "AL", "BA", "MK", "MD", "AM", "AZ", "IQ", "CM",
    ];

    private static readonly PhoneNumberUtil Oracle = PhoneNumberUtil.GetInstance();

    /// <summary>Makes a number in international form, with a plus sign or two zeros.</summary>
    public string International(string region)
    {
        PhoneNumber number = Number(region);
        string written = Oracle.Format(number, PhoneNumberFormat.INTERNATIONAL);
        string code = number.CountryCode.ToString(CultureInfo.InvariantCulture);
        string rest = written[(code.Length + 2)..];
        string gap = Pick(" ", " ", " ", "-", ".", "", "\u00A0", "/", " - ");
        string prefix = Oracle.GetNddPrefixForRegion(region, true) ?? "";
        return random.Next(12) switch
        {
            0 => Oracle.Format(number, PhoneNumberFormat.E164),
            1 => $"(+{code}) {rest}",
            2 when prefix == "0" => $"+{code} (0){rest}",
            3 when prefix == "0" => $"+{code} (0) {rest}",
            4 => $"00{code} {rest}",
            5 => $"+{code} ({Regex.Replace(rest, "^([0-9]+)", "$1)")}",
            _ => "+" + Regex.Replace(written[1..], "[ -]", gap),
        };
    }

    /// <summary>Makes a number as it is written at home.</summary>
    public string National(string region)
    {
        string written = Oracle.Format(Number(region), PhoneNumberFormat.NATIONAL);
        return random.Next(5) switch
        {
            0 => Regex.Replace(written, "[^0-9]", ""),
            1 => Regex.Replace(written, "[ -]", Pick("-", ".", " ")),
            _ => written,
        };
    }

    // The last digits of an example, changed until the library takes them.
    private PhoneNumber Number(string region)
    {
        PhoneNumberType type = Pick(PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE, PhoneNumberType.MOBILE);
        PhoneNumber example = Oracle.GetExampleNumberForType(region, type);
        string digits = Oracle.GetNationalSignificantNumber(example);
        for (int tries = 0; tries < 50; tries++)
        {
            int kept = digits.Length - random.Next(3, digits.Length - 1);
            string changed = Values.Fill(digits[..kept] + new string('#', digits.Length - kept), random);
            try
            {
                PhoneNumber number = Oracle.Parse($"+{example.CountryCode}{changed}", null);
                if (Oracle.IsValidNumberForRegion(number, region))
                {
                    return number;
                }
            }
            catch (NumberParseException)
            {
            }
        }

        return example;
    }

    private T Pick<T>(params ReadOnlySpan<T> from) => from[random.Next(from.Length)];
}
