using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace AgentCore.LiteLlm.Tests.Protection.Detection.Measuring;

/// <summary>Makes up personal data that is right in every check digit, in the forms that people write.</summary>
internal static class Values
{
    private static readonly string[] Names =
    [
        "anna", "b.meier", "carlos_ruiz", "d'arcy", "eva.lind+news", "farid", "giulia.rossi", "h.tanaka", "ines", "jo-ann",
    ];
    private static readonly string[] Hosts =
    [
        "example.com", "mail.example.org", "firma-beispiel.de", "uni.example.ac.uk", "esempio.it", "office.internal", "shop.example.co", "example.io",
    ];
    private static readonly string[] Months =
    [
        "January", "February", "March", "April", "June", "July", "August", "September", "October", "November", "December",
    ];

    // Half are written as in the international form, half as at home; the areas are real, the rest is made up.
    private static readonly string[] Phones =
    [
        "(212) 555-0###", "212-555-0###", "+1 415 555 0###", "415.555.0###", "020 7946 0###", "+44 20 7946 0###", "07700 900###", "030 9018####",
        "+49 30 9018####", "0151 2345####",
        "01 42 68 5# ##", "+33 6 12 34 5# ##", "03-555-1###", "+972 3-555-1###", "98765 4####", "+91 98765 4####", "(11) 91234-5###", "+55 11 91234-5###",
        "+39 06 678 4###", "+81 3-1234-5###", "+61 2 9374 4###", "+48 22 123 4# ##",
    ];

    private static readonly (string Prefix, int Length)[] Cards =
    [
        ("4", 16), ("4", 19), ("51", 16), ("2221", 16), ("34", 15), ("6011", 16), ("36", 14), ("3528", 16), ("6212", 16), ("5018", 13),
    ];

    /// <summary>Makes one value of a kind.</summary>
    public static string Make(string entity, Random random) => entity switch
    {
        "CREDIT_CARD" => Card(random),
        "CRYPTO" => Bitcoin(random),
        "DATE_TIME" => Date(random),
        "EMAIL_ADDRESS" => $"{Pick(Names, random)}{random.Next(100)}@{Pick(Hosts, random)}",
        "IBAN_CODE" => Iban(random),
        "IP_ADDRESS" =>
            random.Next(2) == 0
                ? $"{random.Next(1, 224)}.{random.Next(256)}.{random.Next(256)}.{random.Next(1, 255)}"
                : $"2001:db8:{random.Next(1, 65536):x}::{random.Next(1, 65536):x}",
        "MAC_ADDRESS" => string.Join(random.Next(2) == 0 ? ':' : '-', Enumerable.Range(0, 6).Select(_ => $"{random.Next(256):X2}")),
        "MEDICAL_LICENSE" => Dea(random),
        "PHONE_NUMBER" => Fill(Pick(Phones, random), random),
        "URL" =>
            $"{Pick(["https://", "http://", "www.", ""], random)}{Pick(["example", "shop-example", "docs.example"], random)}."
                + $"{Pick(["com", "org", "de", "co.uk", "dev"], random)}{Pick(["", "/a", "/a/b?c=1"], random)}",
        "US_BANK_NUMBER" => Fill(Pick(["########", "############", "##########"], random), random, first: 1),
        "US_DRIVER_LICENSE" => Fill(Pick(["D#######", "S###-####-####", "#########", "AB######"], random), random, first: 1),
        "US_ITIN" => $"9{random.Next(100):00}-{random.Next(70, 89)}-{random.Next(1, 10000):0000}",
        "US_PASSPORT" => Fill(Pick(["#########", "C########"], random), random, first: 1),
        "US_SSN" => string.Join(Pick(["-", " ", "-"], random), $"{random.Next(100, 666):000}", $"{random.Next(1, 100):00}", $"{random.Next(1, 10000):0000}"),
        "UK_NHS" => Nhs(random),
        _ => throw new ArgumentOutOfRangeException(nameof(entity)),
    };

    /// <summary>Replaces every # by a digit.</summary>
    public static string Fill(string form, Random random, int first = 0) =>
        string.Concat(form.Select((c, at) => c == '#' ? (char)('0' + random.Next(at == 0 ? first : 0, 10)) : c));

    private static T Pick<T>(T[] from, Random random) => from[random.Next(from.Length)];

    private static string Card(Random random)
    {
        (string prefix, int length) = Pick(Cards, random);
        string digits = prefix + Fill(new string('#', length - prefix.Length - 1), random);
        int sum = digits.Reverse().Select((c, at) => at % 2 == 0 ? ((c - '0') * 2 / 10) + ((c - '0') * 2 % 10) : c - '0').Sum();
        digits += (char)('0' + ((10 - (sum % 10)) % 10));
        char separator = Pick([' ', '-', '\0'], random);
        return separator == '\0' || length % 4 != 0 ? digits : string.Join(separator, digits.Chunk(4).Select(c => new string(c)));
    }

    private static string Bitcoin(Random random)
    {
        byte[] bytes = new byte[25];
        random.NextBytes(bytes.AsSpan(1, 20));
        SHA256.HashData(SHA256.HashData(bytes.AsSpan(0, 21))).AsSpan(0, 4).CopyTo(bytes.AsSpan(21));
        string address = "";
        for (BigInteger number = new(bytes, isUnsigned: true, isBigEndian: true); number > 0; number /= 58)
        {
            address = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"[(int)(number % 58)] + address;
        }

        return "1" + address;
    }

    private static string Date(Random random)
    {
        DateTime date = new(random.Next(1930, 2026), random.Next(1, 13), random.Next(1, 29));
        string form = Pick(["yyyy-MM-dd", "M/d/yyyy", "dd/MM/yyyy", "dd.MM.yyyy", "d-MMM-yyyy", "yyyy-MM-ddTHH:mm:ssZ"], random);
        return random.Next(6) > 0
            ? date.ToString(form, CultureInfo.InvariantCulture)
            : $"{Pick(Months, random)} {random.Next(1, 29)}, {random.Next(1930, 2026)}";
    }

    private static string Iban(Random random)
    {
        (string country, string form) = Pick(
            [
                ("DE", "##################"), ("GB", "NWBK##############"), ("FR", "#######################"), ("NL", "ABNA##########"),
                ("ES", "####################"), ("PL", "########################"),
            ],
            random);
        string body = Fill(form, random);
        string number = string.Concat(
            (body + country + "00").Select(c => char.IsAsciiDigit(c) ? c.ToString() : (c - 'A' + 10).ToString(CultureInfo.InvariantCulture)));
        string iban = country + (98 - (int)(BigInteger.Parse(number, CultureInfo.InvariantCulture) % 97)).ToString("00", CultureInfo.InvariantCulture) + body;
        return random.Next(2) == 0 ? iban : string.Join(' ', iban.Chunk(4).Select(c => new string(c)));
    }

    private static string Dea(Random random)
    {
        string digits = Fill("######", random);
        int sum = digits.Select((c, at) => (c - '0') * (at % 2 == 0 ? 1 : 2)).Sum();
        return $"{Pick(["B", "F", "M"], random)}{(char)('A' + random.Next(26))}{digits}{sum % 10}";
    }

    private static string Nhs(Random random)
    {
        while (true)
        {
            string digits = Fill("#########", random, first: 4);
            int check = (11 - (digits.Select((c, at) => (c - '0') * (10 - at)).Sum() % 11)) % 11;
            if (check < 10)
            {
                digits += check.ToString(CultureInfo.InvariantCulture);
                return random.Next(2) == 0 ? digits : $"{digits[..3]} {digits[3..6]} {digits[6..]}";
            }
        }
    }
}
