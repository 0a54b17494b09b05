namespace AgentCore.LiteLlm.Schemas.Formats;

/// <summary>Host names of RFC 1123 and mailboxes of RFC 5321.</summary>
internal static class HostText
{
    private const int LongestName = 253;
    private const int LongestLabel = 63;
    private const int LongestLocalPart = 64;
    private const string AtomSigns = "!#$%&'*+-/=?^_`{|}~";

    public static bool IsHostName(string text) => text.Length <= LongestName && text.Split('.').All(IsLabel);

    public static bool IsEmail(string text)
    {
        int at = text.LastIndexOf('@');
        if (at < 1 || at > LongestLocalPart)
        {
            return false;
        }

        string local = text[..at];
        return (local[0] == '"' ? IsQuoted(local) : local.Split('.').All(IsAtom)) && IsMailHost(text[(at + 1)..]);
    }

    // Hyphens in the third and fourth place are kept for encoded names, of which only xn-- exists.
    private static bool IsLabel(string label) =>
        label.Length is >= 1 and <= LongestLabel
        && label[0] != '-'
        && label[^1] != '-'
        && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
        && (label.Length < 4 || label[2] != '-' || label[3] != '-' || label.StartsWith("xn--", StringComparison.OrdinalIgnoreCase));

    private static bool IsMailHost(string host)
    {
        if (!host.StartsWith('[') || !host.EndsWith(']'))
        {
            return IsHostName(host);
        }

        string address = host[1..^1];
        return address.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase)
            ? AddressText.IsIPv6(address[5..])
            : AddressText.IsIPv4(address);
    }

    private static bool IsAtom(string atom) =>
        atom.Length > 0 && atom.All(c => char.IsAsciiLetterOrDigit(c) || AtomSigns.Contains(c, StringComparison.Ordinal));

    private static bool IsQuoted(string local)
    {
        if (local.Length < 2 || local[^1] != '"')
        {
            return false;
        }

        for (int i = 1; i < local.Length - 1; i++)
        {
            bool escapes = local[i] == '\\';
            i += escapes ? 1 : 0;
            if (local[i] is < ' ' or > '~' || (escapes ? i == local.Length - 1 : local[i] == '"'))
            {
                return false;
            }
        }

        return true;
    }
}
