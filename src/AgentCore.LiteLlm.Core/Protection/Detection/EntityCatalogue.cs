using System.Collections.Immutable;
using AgentCore.LiteLlm.Diagnostics;

namespace AgentCore.LiteLlm.Protection.Detection;

/// <summary>Every kind of personal data that Presidio knows by name, what can find it, and which are looked for when none is named.</summary>
public static class EntityCatalogue
{
    private static readonly string[] ByModel = ["PERSON", "LOCATION", "NRP", "ORGANIZATION", "AGE", "ID"];

    private static readonly string[] Neutral =
        ["CREDIT_CARD", "CRYPTO", "DATE_TIME", "EMAIL_ADDRESS", "IBAN_CODE", "IP_ADDRESS", "MAC_ADDRESS", "MEDICAL_LICENSE", "PHONE_NUMBER", "URL"];

    private static readonly string[] American = ["US_BANK_NUMBER", "US_DRIVER_LICENSE", "US_ITIN", "US_PASSPORT", "US_SSN", "UK_NHS"];

    private static readonly string[] NamedEntities = ["PERSON", "LOCATION", "NRP"];

    private static readonly string[] OnRequest =
    [
        "ABA_ROUTING_NUMBER", "US_MBI", "US_NPI", "CA_SIN",
        "UK_DRIVING_LICENCE", "UK_NINO", "UK_PASSPORT", "UK_POSTCODE", "UK_VEHICLE_REGISTRATION", "AU_ABN", "AU_ACN", "AU_MEDICARE", "AU_TFN",
        "DE_BSNR", "DE_FUEHRERSCHEIN", "DE_HANDELSREGISTER", "DE_HEALTH_INSURANCE", "DE_ID_CARD", "DE_KFZ", "DE_LANR", "DE_PASSPORT", "DE_PLZ",
        "DE_SOCIAL_SECURITY", "DE_TAX_ID", "DE_TAX_NUMBER", "DE_VAT_ID", "ES_NIE", "ES_NIF", "ES_PASSPORT", "FI_PERSONAL_IDENTITY_CODE",
        "IN_AADHAAR", "IN_GSTIN", "IN_PAN", "IN_PASSPORT", "IN_VEHICLE_REGISTRATION", "IN_VOTER",
        "IT_DRIVER_LICENSE", "IT_FISCAL_CODE", "IT_IDENTITY_CARD", "IT_PASSPORT", "IT_VAT_CODE", "KR_BRN", "KR_DRIVER_LICENSE", "KR_FRN", "KR_PASSPORT", "KR_RRN",
        "NG_NIN", "NG_VEHICLE_REGISTRATION", "PH_MOBILE_NUMBER", "PH_TIN", "PL_PESEL", "SE_ORGANISATIONSNUMMER", "SE_PERSONNUMMER", "SG_NRIC_FIN", "SG_UEN",
        "TH_TNIN", "TR_LICENSE_PLATE", "TR_NATIONAL_ID", "TR_PHONE_NUMBER", "ZA_ID_NUMBER",
    ];

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

    /// <summary>Gets every name, in alphabetical order; the families that only a medical model finds (<c>MEDICAL_...</c>) are not listed one by one.</summary>
    public static ImmutableArray<string> Names { get; } = [.. Neutral.Concat(American).Concat(OnRequest).Concat(ByModel).Order(StringComparer.Ordinal)];

    /// <summary>Says what can find a kind of personal data.</summary>
    /// <param name="name">Presidio's name of it.</param>
    /// <returns>What can find it.</returns>
    public static EntityCoverage CoverageOf(string name) => name switch
    {
        "DATE_TIME" => EntityCoverage.PatternsAndModel,
        "MEDICAL_LICENSE" => EntityCoverage.Patterns,
        _ when ByModel.Contains(name, StringComparer.Ordinal) || name.StartsWith("MEDICAL_", StringComparison.Ordinal) => EntityCoverage.Model,
        _ when Names.BinarySearch(name, StringComparer.Ordinal) >= 0 => EntityCoverage.Patterns,
        _ => EntityCoverage.Unknown,
    };

    /// <summary>Lists what Presidio looks for in a language when no kind is named.</summary>
    /// <param name="language">The language's code.</param>
    /// <returns>The names, those that need a model included.</returns>
    public static ImmutableArray<string> DefaultSet(string language) => language switch
    {
        "en" => [.. Neutral, .. American, .. NamedEntities],
        "es" => [.. Neutral, "ES_NIE", "ES_NIF", .. NamedEntities],
        "it" => [.. Neutral, "IT_DRIVER_LICENSE", "IT_FISCAL_CODE", "IT_IDENTITY_CARD", "IT_PASSPORT", "IT_VAT_CODE", .. NamedEntities],
        "pl" => [.. Neutral, "PL_PESEL", .. NamedEntities],
        _ => [.. Neutral, .. NamedEntities],
    };

    /// <summary>Finds the name that somebody probably meant.</summary>
    /// <param name="name">What was written.</param>
    /// <returns>The name, or null when none is likely.</returns>
    public static string? FindLikely(string name)
    {
        string letters = new string([.. name.Where(char.IsLetterOrDigit)]).ToUpperInvariant();
        return Array.Find(OtherNames, o => o.Other == letters).Name ?? NearestName.Find(name, [.. Names]);
    }

    /// <summary>Lists what options ask for, by name or by default, each once.</summary>
    internal static ImmutableArray<string> Asked(EntityDetectorOptions options) =>
        options.Entities.IsEmpty ? DefaultSet(options.Language) : [.. options.Entities.Distinct(StringComparer.Ordinal)];

    /// <summary>Lists what of it a model has to find.</summary>
    internal static ImmutableArray<string> ForModel(EntityDetectorOptions options) =>
        [.. Asked(options).Where(e => CoverageOf(e) is EntityCoverage.Model or EntityCoverage.PatternsAndModel)];
}
