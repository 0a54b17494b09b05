namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Which first digits belong to which length of card.</summary>
internal static class CardIssuers
{
    // First six digits from and to, lengths from and to.
    private static readonly (int From, int To, int Least, int Most)[] Ranges =
    [
        (400000, 499999, 13, 13), (400000, 499999, 16, 16), (400000, 499999, 19, 19), // Visa
        (510000, 559999, 16, 16), (222100, 272099, 16, 16), // Mastercard
        (340000, 349999, 15, 15), (370000, 379999, 15, 15), // American Express
        (601100, 601199, 16, 19), (644000, 659999, 16, 19), // Discover, RuPay, Elo, Verve, Troy
        (300000, 305999, 14, 19), (309500, 309599, 14, 19), (360000, 369999, 14, 19), (380000, 399999, 14, 19), // Diners Club
        (352800, 358999, 16, 19), (213100, 213199, 15, 15), (180000, 180099, 15, 15), // JCB
        (500000, 509999, 12, 19), (560000, 589999, 12, 19), (600000, 601099, 12, 19), // Maestro, RuPay, Elo, InstaPayment
        (601200, 619999, 12, 19), (630000, 643999, 12, 19), (660000, 699999, 12, 19), // the same
        (620000, 629999, 16, 19), (810000, 829999, 16, 19), // UnionPay, RuPay
        (220000, 220499, 16, 19), (220500, 220599, 16, 16), // Mir, Borica
        (979200, 979299, 16, 16), (986000, 986099, 16, 16), (860000, 860099, 16, 16), // Troy, Humo, Uzcard
        (100000, 199999, 15, 15), // UATP
    ];

    /// <summary>Says whether an issuer has cards of such a number and length.</summary>
    public static bool Know(ReadOnlySpan<char> digits)
    {
        int first = (((((((((digits[0] - '0') * 10) + digits[1] - '0') * 10) + digits[2] - '0') * 10) + digits[3] - '0') * 10) + digits[4] - '0') * 10;
        first += digits[5] - '0';
        foreach ((int from, int to, int least, int most) in Ranges)
        {
            if (first >= from && first <= to && digits.Length >= least && digits.Length <= most)
            {
                return true;
            }
        }

        return false;
    }
}
