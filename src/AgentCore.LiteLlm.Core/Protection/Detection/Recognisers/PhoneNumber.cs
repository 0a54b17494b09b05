using System.Collections.Immutable;
using AgentCore.LiteLlm.Protection.Detection.Phones;
using AgentCore.LiteLlm.Protection.Detection.Texts;

namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Telephone numbers: of any country with its code after a plus sign, and of some countries as they are written at home.</summary>
internal sealed class PhoneNumber : Recogniser
{
    private const int MostDigits = 17;
    private const int LeastDigits = 7;
    private const int LongestLocal = 10;

    // Where no prefix is needed, four or more digits end a number: groups of two or three are an article's or an order's.
    private const int LeastLastGroup = 4;

    // '+33 (0)1 42 68 53 00' has seven.
    private const int MostGroups = 8;
    private static readonly string[] Homes = ["US", "GB", "DE", "FR", "IL", "IN", "CA", "BR"];
    private static readonly ContextPhrases PhoneWords = new(
        "phone", "telephone", "tel", "cell", "cellphone", "mobile", "call", "fax", "whatsapp", "sms", "dial", "telefon", "teléfono", "téléphone", "handy",
        "hotline", "ring", "phone number");

    private readonly PhoneTable _table = new();
    private readonly Lazy<ImmutableArray<PhoneTerritory>> _homes;
    private readonly bool _isOpen;

    /// <summary>Initializes a recogniser of numbers of every country.</summary>
    public PhoneNumber()
        : this("PHONE_NUMBER", Homes, isOpen: true)
    {
    }

    private PhoneNumber(string entity, string[] homes, bool isOpen)
        : base(entity, "phone", "telephone", "cell", "cellphone", "mobile", "call", "tel", "fax", "text", "dial")
    {
        _homes = new Lazy<ImmutableArray<PhoneTerritory>>(() => [.. homes.Select(_table.Find)]);
        _isOpen = isOpen;
    }

    /// <summary>Makes a recogniser of the numbers of one country only.</summary>
    public static PhoneNumber Of(string entity, string home) => new(entity, [home], isOpen: false);

    /// <inheritdoc/>
    public override void Look(in Place place, Proposals found)
    {
        ReadOnlySpan<char> text = place.Text;
        if (!char.IsAsciiDigit(text[place.Start]))
        {
            return;
        }

        int start = PhoneText.StartOf(text, place.Start, out bool isInternational);
        if (start < 0)
        {
            return;
        }

        Span<char> digits = stackalloc char[MostDigits];
        Span<int> ends = stackalloc int[MostGroups];
        Span<int> lengths = stackalloc int[MostGroups];
        int groups = PhoneText.ReadGroups(text, place.Start, digits, ends, lengths);

        // The longest that is a number; what follows it, such as a second number, is looked at by itself.
        for (int last = groups - 1; last >= 0; last--)
        {
            if (lengths[last] >= LeastDigits
                && PhoneText.IsFreeAfter(text, ends[last])
                && IsNumber(digits[..lengths[last]], isInternational, !_isOpen || last == 0 || lengths[last] - lengths[last - 1] >= LeastLastGroup))
            {
                found.Add(this, start, ends[last], 0.4, isInternational ? Proof.Check : Proof.Shape);
                return;
            }
        }

        // Numbers of other countries, or mistyped ones, where a word says what they are.
        int all = groups - 1;
        if (_isOpen
            && all >= 0
            && lengths[all] >= LeastDigits
            && PhoneText.IsFreeAfter(text, ends[all])
            && !PhoneText.IsOther(text[start..ends[all]])
            && found.IsNear(PhoneWords, start, ends[all]))
        {
            found.Add(this, start, ends[all], 0.1);
        }
    }

    private bool IsNumber(ReadOnlySpan<char> digits, bool isInternational, bool hasLongEnd)
    {
        if (isInternational && _isOpen)
        {
            return _table.HasInternational(digits);
        }

        foreach (PhoneTerritory home in _homes.Value)
        {
            if (isInternational
                ? digits.StartsWith(home.Code, StringComparison.Ordinal) && home.HasInternational(digits[home.Code.Length..])
                : home.HasNational(digits, hasLongEnd) || IsDialled(home, digits))
            {
                return true;
            }
        }

        return false;
    }

    // '91 415 ...' and '0044 20 ...' are written with the country code and no plus sign.
    private static bool IsDialled(PhoneTerritory home, ReadOnlySpan<char> digits)
    {
        ReadOnlySpan<char> rest = digits.StartsWith("00", StringComparison.Ordinal) ? digits[2..] : digits;
        return rest.Length > LongestLocal && rest.StartsWith(home.Code, StringComparison.Ordinal) && home.HasInternational(rest[home.Code.Length..]);
    }
}
