using System.Buffers;
using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>The recognisers that take part, by the anchors that they want to be shown.</summary>
internal sealed class RecogniserSet
{
    private readonly Recogniser[][] _byAnchor = new Recogniser[128][];

    private RecogniserSet(ImmutableArray<Recogniser> recognisers)
    {
        string anchors = new([.. recognisers.SelectMany(r => r.Anchors).Distinct()]);
        foreach (char anchor in anchors)
        {
            _byAnchor[anchor] = [.. recognisers.Where(r => r.Anchors.Contains(anchor, StringComparison.Ordinal))];
        }

        for (char digit = '1'; digit <= '9'; digit++)
        {
            _byAnchor[digit] = _byAnchor[Recogniser.Digit];
        }

        Anchors = SearchValues.Create(anchors.Contains(Recogniser.Digit, StringComparison.Ordinal) ? anchors + "123456789" : anchors);
    }

    /// <summary>Gets the characters at which something could be.</summary>
    public SearchValues<char> Anchors { get; }

    /// <summary>Makes the recognisers of some kinds of data; kinds without one are left out.</summary>
    public static RecogniserSet For(ImmutableArray<string> entities) => new([.. entities.Select(Make).OfType<Recogniser>()]);

    /// <summary>Finds the recognisers to show an anchor to.</summary>
    public Recogniser[] For(char anchor) => _byAnchor[anchor];

    /// <summary>Makes the recogniser of a kind of data, or null when only a model can find it.</summary>
    internal static Recogniser? Make(string entity) => entity switch
    {
        "CREDIT_CARD" => new CreditCard(),
        "CRYPTO" => new Crypto(),
        "DATE_TIME" => new DateTimeRecogniser(),
        "EMAIL_ADDRESS" => new EmailAddress(),
        "IBAN_CODE" => new IbanCode(),
        "IP_ADDRESS" => new IPAddressRecogniser(),
        "MAC_ADDRESS" => new MacAddress(),
        "MEDICAL_LICENSE" => new MedicalLicense(),
        "PHONE_NUMBER" => new PhoneNumber(),
        "PH_MOBILE_NUMBER" => PhoneNumber.Of(entity, "PH"),
        "TR_PHONE_NUMBER" => PhoneNumber.Of(entity, "TR"),
        "URL" => new Url(),
        "ABA_ROUTING_NUMBER" => new AbaRoutingNumber(),
        "US_BANK_NUMBER" => new UsBankNumber(),
        "US_DRIVER_LICENSE" => new UsDriverLicense(),
        "US_ITIN" => new UsItin(),
        "US_MBI" => new UsMbi(),
        "US_NPI" => new UsNpi(),
        "US_PASSPORT" => new UsPassport(),
        "US_SSN" => new UsSsn(),
        "CA_SIN" => new CaSin(),
        _ => MakeEuropean(entity) ?? MakeOther(entity),
    };

    private static Recogniser? MakeEuropean(string entity) => entity switch
    {
        "UK_DRIVING_LICENCE" => new UkDrivingLicence(),
        "UK_NHS" => new UkNhs(),
        "UK_NINO" => new UkNino(),
        "UK_PASSPORT" => new UkPassport(),
        "UK_POSTCODE" => new UkPostcode(),
        "UK_VEHICLE_REGISTRATION" => new UkVehicleRegistration(),
        "DE_BSNR" => new DeBsnr(),
        "DE_FUEHRERSCHEIN" => new DeFuehrerschein(),
        "DE_HANDELSREGISTER" => new DeHandelsregister(),
        "DE_HEALTH_INSURANCE" => new DeHealthInsurance(),
        "DE_ID_CARD" => new DeIdCard(),
        "DE_KFZ" => new DeKfz(),
        "DE_LANR" => new DeLanr(),
        "DE_PASSPORT" => new DePassport(),
        "DE_PLZ" => new DePlz(),
        "DE_SOCIAL_SECURITY" => new DeSocialSecurity(),
        "DE_TAX_ID" => new DeTaxId(),
        "DE_TAX_NUMBER" => new DeTaxNumber(),
        "DE_VAT_ID" => new DeVatId(),
        "ES_NIE" => new EsNie(),
        "ES_NIF" => new EsNif(),
        "ES_PASSPORT" => new EsPassport(),
        "FI_PERSONAL_IDENTITY_CODE" => new FiPersonalIdentityCode(),
        "IT_DRIVER_LICENSE" => new ItDriverLicense(),
        "IT_FISCAL_CODE" => new ItFiscalCode(),
        "IT_IDENTITY_CARD" => new ItIdentityCard(),
        "IT_PASSPORT" => new ItPassport(),
        "IT_VAT_CODE" => new ItVatCode(),
        "PL_PESEL" => new PlPesel(),
        "SE_ORGANISATIONSNUMMER" => new SeOrganisationsnummer(),
        "SE_PERSONNUMMER" => new SePersonnummer(),
        _ => null,
    };

    private static Recogniser? MakeOther(string entity) => entity switch
    {
        "AU_ABN" => new AuAbn(),
        "AU_ACN" => new AuAcn(),
        "AU_MEDICARE" => new AuMedicare(),
        "AU_TFN" => new AuTfn(),
        "IN_AADHAAR" => new InAadhaar(),
        "IN_GSTIN" => new InGstin(),
        "IN_PAN" => new InPan(),
        "IN_PASSPORT" => new InPassport(),
        "IN_VEHICLE_REGISTRATION" => new InVehicleRegistration(),
        "IN_VOTER" => new InVoter(),
        "KR_BRN" => new KrBrn(),
        "KR_DRIVER_LICENSE" => new KrDriverLicense(),
        "KR_FRN" => new KrFrn(),
        "KR_PASSPORT" => new KrPassport(),
        "KR_RRN" => new KrRrn(),
        "NG_NIN" => new NgNin(),
        "NG_VEHICLE_REGISTRATION" => new NgVehicleRegistration(),
        "PH_TIN" => new PhTin(),
        "SG_NRIC_FIN" => new SgNricFin(),
        "SG_UEN" => new SgUen(),
        "TH_TNIN" => new ThTnin(),
        "TR_LICENSE_PLATE" => new TrLicensePlate(),
        "TR_NATIONAL_ID" => new TrNationalId(),
        "ZA_ID_NUMBER" => new ZaIdNumber(),
        _ => null,
    };
}
