namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Sums that national and commercial numbers end with.</summary>
internal static class CheckDigits
{
    private const string VerhoeffProducts = "0123456789123406789523401789563401289567401239567859876043216598710432765982104387659321049876543210";
    private const string VerhoeffPermutations = "01234567891576283094580379614289160435279453126870428657390127938064157046913258";

    /// <summary>Says whether digits are right by Luhn: from the right, every second one doubled.</summary>
    public static bool Luhn(ReadOnlySpan<char> digits) => LuhnSum(digits) % 10 == 0;

    /// <summary>Adds digits up as Luhn does.</summary>
    public static int LuhnSum(ReadOnlySpan<char> digits)
    {
        int sum = 0;
        for (int at = 0; at < digits.Length; at++)
        {
            int digit = digits[^(at + 1)] - '0';
            int part = at % 2 == 0 ? digit : 2 * digit;
            sum += part > 9 ? part - 9 : part;
        }

        return sum;
    }

    /// <summary>Adds digits up, each times its weight; what has no weight does not count.</summary>
    public static int Weighted(ReadOnlySpan<char> digits, params ReadOnlySpan<int> weights)
    {
        int sum = 0;
        for (int at = 0; at < Math.Min(digits.Length, weights.Length); at++)
        {
            sum += (digits[at] - '0') * weights[at];
        }

        return sum;
    }

    /// <summary>Adds up the digits of each digit times its weight.</summary>
    public static int WeightedDigitSums(ReadOnlySpan<char> digits, params ReadOnlySpan<int> weights)
    {
        int sum = 0;
        for (int at = 0; at < weights.Length; at++)
        {
            int part = (digits[at] - '0') * weights[at];
            sum += (part / 10) + (part % 10);
        }

        return sum;
    }

    /// <summary>Says whether digits are right by Verhoeff.</summary>
    public static bool Verhoeff(ReadOnlySpan<char> digits)
    {
        int check = 0;
        for (int at = 0; at < digits.Length; at++)
        {
            int permuted = VerhoeffPermutations[(at % 8 * 10) + digits[^(at + 1)] - '0'] - '0';
            check = VerhoeffProducts[(check * 10) + permuted] - '0';
        }

        return check == 0;
    }

    /// <summary>Says whether digits are right by ISO 7064, mod 11,10.</summary>
    public static bool Mod11And10(ReadOnlySpan<char> digits)
    {
        int product = 10;
        foreach (char digit in digits[..^1])
        {
            int sum = (digit - '0' + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }

        return (11 - product) % 10 == digits[^1] - '0';
    }

    /// <summary>Says whether a document number's last digit is right by ICAO 9303: weights 7, 3, 1, letters from 10.</summary>
    public static bool Icao(ReadOnlySpan<char> body)
    {
        int sum = 0;
        for (int at = 0; at < body.Length - 1; at++)
        {
            int value = char.IsAsciiDigit(body[at]) ? body[at] - '0' : body[at] - 'A' + 10;
            sum += value * (at % 3 == 0 ? 7 : at % 3 == 1 ? 3 : 1);
        }

        return sum % 10 == body[^1] - '0';
    }

    /// <summary>Says whether one digit fills the whole.</summary>
    public static bool IsUniform(ReadOnlySpan<char> digits) => !digits.ContainsAnyExcept(digits[0]);

    /// <summary>Says whether a year, month and day are a date.</summary>
    public static bool IsDate(int year, int month, int day) =>
        year is > 0 and < 10_000 && month is > 0 and <= 12 && day > 0 && day <= DateTime.DaysInMonth(year, month);

    /// <summary>Reads two digits.</summary>
    public static int Two(ReadOnlySpan<char> digits, int at) => ((digits[at] - '0') * 10) + digits[at + 1] - '0';
}
