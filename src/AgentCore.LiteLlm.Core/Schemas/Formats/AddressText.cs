using System.Globalization;

namespace AgentCore.LiteLlm.Schemas.Formats;

/// <summary>Addresses of the Internet protocol, without the abbreviations that old programs allow.</summary>
internal static class AddressText
{
    private const int Groups = 8;

    public static bool IsIPv4(string text)
    {
        string[] parts = text.Split('.');
        return parts.Length == 4 && parts.All(IsOctet);
    }

    public static bool IsIPv6(string text)
    {
        int gap = text.IndexOf("::", StringComparison.Ordinal);
        if (gap < 0)
        {
            return CountGroups(text, mayEndInIPv4: true) == Groups;
        }

        int before = gap == 0 ? 0 : CountGroups(text[..gap], mayEndInIPv4: false);
        int after = gap + 2 == text.Length ? 0 : CountGroups(text[(gap + 2)..], mayEndInIPv4: true);
        return before >= 0 && after >= 0 && before + after < Groups;
    }

    private static int CountGroups(string text, bool mayEndInIPv4)
    {
        string[] parts = text.Split(':');
        bool endsInIPv4 = mayEndInIPv4 && parts[^1].Contains('.', StringComparison.Ordinal);
        if (endsInIPv4 && !IsIPv4(parts[^1]))
        {
            return -1;
        }

        IEnumerable<string> groups = endsInIPv4 ? parts.SkipLast(1) : parts;
        return groups.All(group => group.Length is >= 1 and <= 4 && group.All(char.IsAsciiHexDigit))
            ? parts.Length + (endsInIPv4 ? 1 : 0)
            : -1;
    }

    // A leading zero would make it octal to some readers and decimal to others.
    private static bool IsOctet(string text) =>
        text.Length is >= 1 and <= 3
        && text.All(char.IsAsciiDigit)
        && (text.Length == 1 || text[0] != '0')
        && int.Parse(text, CultureInfo.InvariantCulture) <= byte.MaxValue;
}
