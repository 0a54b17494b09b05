namespace AgentCore.LiteLlm.Protection.Detection.Phones;

/// <summary>How telephone numbers of a territory are made up.</summary>
/// <param name="Code">The country code.</param>
/// <param name="Name">The territory's code of two letters.</param>
/// <param name="Prefix">What stands before a number that is dialled within the country; may be empty.</param>
/// <param name="NeedsPrefix">Whether it is always written there.</param>
/// <param name="Pattern">Which national numbers are possible.</param>
internal sealed record PhoneTerritory(string Code, string Name, string Prefix, bool NeedsPrefix, DigitPattern Pattern)
{
    // Some territories have a few shorter ones too, which any digits would be.
    private const int LeastLength = 8;

    /// <summary>Says whether digits are a number as it is written within the country.</summary>
    public bool HasNational(ReadOnlySpan<char> digits, bool mayLackPrefix)
    {
        bool hasPrefix = Prefix.Length > 0 && digits.StartsWith(Prefix, StringComparison.Ordinal) && Pattern.Matches(digits[Prefix.Length..]);
        return hasPrefix || (!NeedsPrefix && mayLackPrefix && Pattern.Matches(digits));
    }

    /// <summary>Says whether digits are a number as it follows the country code; the prefix may stand there too, often in brackets.</summary>
    public bool HasInternational(ReadOnlySpan<char> digits) =>
        Pattern.Matches(digits) || (Prefix.Length > 0 && digits.StartsWith(Prefix, StringComparison.Ordinal) && Pattern.Matches(digits[Prefix.Length..]));

    /// <summary>Says whether there are as many digits as most numbers have after the country code; the prefix may stand there too.</summary>
    public bool HasLength(ReadOnlySpan<char> digits)
    {
        int prefix = Prefix.Length > 0 && digits.StartsWith(Prefix, StringComparison.Ordinal) ? Prefix.Length : 0;
        return digits.Length - prefix >= LeastLength && Pattern.HasLength(digits.Length - prefix);
    }
}
