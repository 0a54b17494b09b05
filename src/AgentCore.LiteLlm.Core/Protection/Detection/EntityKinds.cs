using System.Collections.Immutable;
using AgentCore.LiteLlm.Protection.Detection.Recognisers;
using static AgentCore.LiteLlm.Protection.Detection.EntityKind;

namespace AgentCore.LiteLlm.Protection.Detection;

/// <summary>The kinds of personal data. A new one is an entry here, its recogniser, and the rows that test it.</summary>
internal static class EntityKinds
{
    /// <summary>Gets all of them: those of every language, the American, the others by country, and last those that only a model finds.</summary>
    public static ImmutableArray<EntityKind> All { get; } =
    [
        new("CREDIT_CARD", () => new CreditCard())
        {
            DefaultIn = Everywhere,
            OtherNames = ["CREDITCARDNUMBER", "CREDITDEBITCARDNUMBER", "CARD", "CREDITCARD"],
        },
        new("CRYPTO", () => new Crypto()) { DefaultIn = Everywhere, OtherNames = ["BITCOIN"] },
        new("DATE_TIME", () => new DateTimeRecogniser()) { DefaultIn = Everywhere, NeedsModelToo = true, OtherNames = ["DATE", "TIME"] },
        new("EMAIL_ADDRESS", () => new EmailAddress()) { DefaultIn = Everywhere, OtherNames = ["EMAIL"] },
        new("IBAN_CODE", () => new IbanCode()) { DefaultIn = Everywhere, OtherNames = ["IBAN", "INTERNATIONALBANKACCOUNTNUMBER"] },
        new("IP_ADDRESS", () => new IPAddressRecogniser()) { DefaultIn = Everywhere, OtherNames = ["IP", "IPV4"] },
        new("MAC_ADDRESS", () => new MacAddress()) { DefaultIn = Everywhere, OtherNames = ["MAC"] },
        new("MEDICAL_LICENSE", () => new MedicalLicense()) { DefaultIn = Everywhere },
        new("PHONE_NUMBER", () => new PhoneNumber()) { DefaultIn = Everywhere, OtherNames = ["PHONE", "TELEPHONE", "MOBILE", "USPHONENUMBER"] },
        new("URL", () => new Url()) { DefaultIn = Everywhere },
        new("US_BANK_NUMBER", () => new UsBankNumber()) { DefaultIn = "en", OtherNames = ["USBANKACCOUNTNUMBER"] },
        new("US_DRIVER_LICENSE", () => new UsDriverLicense()) { DefaultIn = "en", OtherNames = ["DRIVERID", "DRIVERSLICENSE"] },
        new("US_ITIN", () => new UsItin()) { DefaultIn = "en", OtherNames = ["USINDIVIDUALTAXIDENTIFICATIONNUMBER"] },
        new("US_PASSPORT", () => new UsPassport()) { DefaultIn = "en", OtherNames = ["PASSPORT", "USPASSPORTNUMBER"] },
        new("US_SSN", () => new UsSsn()) { DefaultIn = "en", OtherNames = ["SSN", "USSOCIALSECURITYNUMBER", "SOCIALSECURITYNUMBER"] },
        new("UK_NHS", () => new UkNhs()) { DefaultIn = "en", OtherNames = ["UKNATIONALHEALTHSERVICENUMBER", "NHS"] },
        new("ABA_ROUTING_NUMBER", () => new AbaRoutingNumber()) { OtherNames = ["USBANKROUTINGNUMBER"] },
        new("US_MBI", () => new UsMbi()),
        new("US_NPI", () => new UsNpi()),
        new("CA_SIN", () => new CaSin()) { OtherNames = ["CASOCIALINSURANCENUMBER"] },
        new("UK_DRIVING_LICENCE", () => new UkDrivingLicence()),
        new("UK_NINO", () => new UkNino()) { OtherNames = ["UKNATIONALINSURANCENUMBER"] },
        new("UK_PASSPORT", () => new UkPassport()),
        new("UK_POSTCODE", () => new UkPostcode()),
        new("UK_VEHICLE_REGISTRATION", () => new UkVehicleRegistration()),
        new("AU_ABN", () => new AuAbn()),
        new("AU_ACN", () => new AuAcn()),
        new("AU_MEDICARE", () => new AuMedicare()),
        new("AU_TFN", () => new AuTfn()),
        new("DE_BSNR", () => new DeBsnr()),
        new("DE_FUEHRERSCHEIN", () => new DeFuehrerschein()),
        new("DE_HANDELSREGISTER", () => new DeHandelsregister()),
        new("DE_HEALTH_INSURANCE", () => new DeHealthInsurance()),
        new("DE_ID_CARD", () => new DeIdCard()),
        new("DE_KFZ", () => new DeKfz()),
        new("DE_LANR", () => new DeLanr()),
        new("DE_PASSPORT", () => new DePassport()),
        new("DE_PLZ", () => new DePlz()),
        new("DE_SOCIAL_SECURITY", () => new DeSocialSecurity()),
        new("DE_TAX_ID", () => new DeTaxId()),
        new("DE_TAX_NUMBER", () => new DeTaxNumber()),
        new("DE_VAT_ID", () => new DeVatId()),
        new("ES_NIE", () => new EsNie()) { DefaultIn = "es" },
        new("ES_NIF", () => new EsNif()) { DefaultIn = "es" },
        new("ES_PASSPORT", () => new EsPassport()),
        new("FI_PERSONAL_IDENTITY_CODE", () => new FiPersonalIdentityCode()),
        new("IN_AADHAAR", () => new InAadhaar()) { OtherNames = ["AADHAAR"] },
        new("IN_GSTIN", () => new InGstin()),
        new("IN_PAN", () => new InPan()) { OtherNames = ["PAN"] },
        new("IN_PASSPORT", () => new InPassport()),
        new("IN_VEHICLE_REGISTRATION", () => new InVehicleRegistration()),
        new("IN_VOTER", () => new InVoter()),
        new("IT_DRIVER_LICENSE", () => new ItDriverLicense()) { DefaultIn = "it" },
        new("IT_FISCAL_CODE", () => new ItFiscalCode()) { DefaultIn = "it" },
        new("IT_IDENTITY_CARD", () => new ItIdentityCard()) { DefaultIn = "it" },
        new("IT_PASSPORT", () => new ItPassport()) { DefaultIn = "it" },
        new("IT_VAT_CODE", () => new ItVatCode()) { DefaultIn = "it" },
        new("KR_BRN", () => new KrBrn()),
        new("KR_DRIVER_LICENSE", () => new KrDriverLicense()),
        new("KR_FRN", () => new KrFrn()),
        new("KR_PASSPORT", () => new KrPassport()),
        new("KR_RRN", () => new KrRrn()),
        new("NG_NIN", () => new NgNin()),
        new("NG_VEHICLE_REGISTRATION", () => new NgVehicleRegistration()),
        new("PH_MOBILE_NUMBER", () => PhoneNumber.Of("PH_MOBILE_NUMBER", "PH")),
        new("PH_TIN", () => new PhTin()),
        new("PL_PESEL", () => new PlPesel()) { DefaultIn = "pl", OtherNames = ["PESEL"] },
        new("SE_ORGANISATIONSNUMMER", () => new SeOrganisationsnummer()),
        new("SE_PERSONNUMMER", () => new SePersonnummer()),
        new("SG_NRIC_FIN", () => new SgNricFin()),
        new("SG_UEN", () => new SgUen()),
        new("TH_TNIN", () => new ThTnin()),
        new("TR_LICENSE_PLATE", () => new TrLicensePlate()),
        new("TR_NATIONAL_ID", () => new TrNationalId()),
        new("TR_PHONE_NUMBER", () => PhoneNumber.Of("TR_PHONE_NUMBER", "TR")),
        new("ZA_ID_NUMBER", () => new ZaIdNumber()),
        new("PERSON") { DefaultIn = Everywhere, OtherNames = ["NAME", "FULLNAME"] },
        new("LOCATION") { DefaultIn = Everywhere, OtherNames = ["ADDRESS", "CITY", "COUNTRY"] },
        new("NRP") { DefaultIn = Everywhere },
        new("ORGANIZATION") { OtherNames = ["ORG", "COMPANY"] },
        new("AGE"),
        new("ID"),
    ];

    /// <summary>Finds a kind by Presidio's name.</summary>
    public static EntityKind? Find(string name) => ByName.GetValueOrDefault(name);

    private static ImmutableDictionary<string, EntityKind> ByName { get; } = All.ToImmutableDictionary(k => k.Name, StringComparer.Ordinal);
}
