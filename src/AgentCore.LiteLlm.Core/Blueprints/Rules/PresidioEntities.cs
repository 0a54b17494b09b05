using AgentCore.LiteLlm.Diagnostics;

namespace AgentCore.LiteLlm.Blueprints.Rules;

/// <summary>The kinds of personal data that Presidio knows by name, as shipped with it.</summary>
internal static class PresidioEntities
{
    // What patterns and check digits can find.
    private static readonly string[] ByPattern =
    [
        "CREDIT_CARD", "CRYPTO", "DATE_TIME", "EMAIL_ADDRESS", "IBAN_CODE", "IP_ADDRESS", "MAC_ADDRESS", "MEDICAL_LICENSE", "PHONE_NUMBER", "URL",
        "ABA_ROUTING_NUMBER", "US_BANK_NUMBER", "US_DRIVER_LICENSE", "US_ITIN", "US_MBI", "US_NPI", "US_PASSPORT", "US_SSN", "CA_SIN",
        "UK_DRIVING_LICENCE", "UK_NHS", "UK_NINO", "UK_PASSPORT", "UK_POSTCODE", "UK_VEHICLE_REGISTRATION", "AU_ABN", "AU_ACN", "AU_MEDICARE", "AU_TFN",
        "DE_BSNR", "DE_FUEHRERSCHEIN", "DE_HANDELSREGISTER", "DE_HEALTH_INSURANCE", "DE_ID_CARD", "DE_KFZ", "DE_LANR", "DE_PASSPORT", "DE_PLZ",
        "DE_SOCIAL_SECURITY", "DE_TAX_ID", "DE_TAX_NUMBER", "DE_VAT_ID", "ES_NIE", "ES_NIF", "ES_PASSPORT", "FI_PERSONAL_IDENTITY_CODE",
        "IN_AADHAAR", "IN_GSTIN", "IN_PAN", "IN_PASSPORT", "IN_VEHICLE_REGISTRATION", "IN_VOTER",
        "IT_DRIVER_LICENSE", "IT_FISCAL_CODE", "IT_IDENTITY_CARD", "IT_PASSPORT", "IT_VAT_CODE", "KR_BRN", "KR_DRIVER_LICENSE", "KR_FRN", "KR_PASSPORT", "KR_RRN",
        "NG_NIN", "NG_VEHICLE_REGISTRATION", "PH_MOBILE_NUMBER", "PH_TIN", "PL_PESEL", "SE_ORGANISATIONSNUMMER", "SE_PERSONNUMMER", "SG_NRIC_FIN", "SG_UEN",
        "TH_TNIN", "TR_LICENSE_PLATE", "TR_NATIONAL_ID", "TR_PHONE_NUMBER", "ZA_ID_NUMBER",
    ];

    // What only a language model for named entities can find.
    private static readonly string[] ByService = ["PERSON", "LOCATION", "NRP", "ORGANIZATION", "AGE", "ID"];

    // Bedrock's, CloudWatch's and everyday names for the same kinds, letters only.
    private static readonly (string Other, string Name)[] OtherNames =
    [
        ("EMAIL", "EMAIL_ADDRESS"), ("PHONE", "PHONE_NUMBER"), ("TELEPHONE", "PHONE_NUMBER"), ("MOBILE", "PHONE_NUMBER"), ("USPHONENUMBER", "PHONE_NUMBER"),
        ("NAME", "PERSON"), ("FULLNAME", "PERSON"), ("ADDRESS", "LOCATION"), ("CITY", "LOCATION"), ("COUNTRY", "LOCATION"), ("ORG", "ORGANIZATION"), ("COMPANY", "ORGANIZATION"),
        ("SSN", "US_SSN"), ("USSOCIALSECURITYNUMBER", "US_SSN"), ("SOCIALSECURITYNUMBER", "US_SSN"), ("IBAN", "IBAN_CODE"), ("INTERNATIONALBANKACCOUNTNUMBER", "IBAN_CODE"),
        ("CREDITCARDNUMBER", "CREDIT_CARD"), ("CREDITDEBITCARDNUMBER", "CREDIT_CARD"), ("CARD", "CREDIT_CARD"), ("CREDITCARD", "CREDIT_CARD"), ("IP", "IP_ADDRESS"), ("IPV4", "IP_ADDRESS"),
        ("MAC", "MAC_ADDRESS"), ("DRIVERID", "US_DRIVER_LICENSE"), ("DRIVERSLICENSE", "US_DRIVER_LICENSE"), ("PASSPORT", "US_PASSPORT"), ("USPASSPORTNUMBER", "US_PASSPORT"),
        ("UKNATIONALHEALTHSERVICENUMBER", "UK_NHS"), ("NHS", "UK_NHS"), ("UKNATIONALINSURANCENUMBER", "UK_NINO"), ("CASOCIALINSURANCENUMBER", "CA_SIN"),
        ("USBANKACCOUNTNUMBER", "US_BANK_NUMBER"), ("USBANKROUTINGNUMBER", "ABA_ROUTING_NUMBER"), ("USINDIVIDUALTAXIDENTIFICATIONNUMBER", "US_ITIN"),
        ("DATE", "DATE_TIME"), ("TIME", "DATE_TIME"), ("BITCOIN", "CRYPTO"), ("AADHAAR", "IN_AADHAAR"), ("PAN", "IN_PAN"), ("PESEL", "PL_PESEL"),
    ];

    /// <summary>Gets all names.</summary>
    public static IEnumerable<string> Names => ByPattern.Concat(ByService);

    /// <summary>Says whether Presidio knows a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>True when it does.</returns>
    public static bool IsKnown(string name) => ByPattern.Contains(name, StringComparer.Ordinal) || NeedsService(name);

    /// <summary>Says whether only a service for named entities can find what a name stands for.</summary>
    /// <param name="name">The name.</param>
    /// <returns>True when patterns cannot.</returns>
    public static bool NeedsService(string name) =>
        ByService.Contains(name, StringComparer.Ordinal) || (name.StartsWith("MEDICAL_", StringComparison.Ordinal) && name != "MEDICAL_LICENSE");

    /// <summary>Finds the name that an author probably meant.</summary>
    /// <param name="name">What was written.</param>
    /// <returns>The name, or null when none is likely.</returns>
    public static string? FindLikely(string name)
    {
        string letters = new string([.. name.Where(char.IsLetterOrDigit)]).ToUpperInvariant();
        return Array.Find(OtherNames, o => o.Other == letters).Name ?? NearestName.Find(name, [.. ByPattern, .. ByService]);
    }
}
