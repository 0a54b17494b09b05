namespace AgentCore.LiteLlm.Schemas.Formats;

/// <summary>URIs of RFC 3986, held to its grammar; <see cref="Uri"/> mends what this must refuse.</summary>
internal static class UriText
{
    private const string Unreserved = "-._~";
    private const string SubDelimiters = "!$&'()*+,;=";
    private const string UserSigns = Unreserved + SubDelimiters + ":";
    private const string HostSigns = Unreserved + SubDelimiters;
    private const string PathSigns = Unreserved + SubDelimiters + ":@/";
    private const string QuerySigns = PathSigns + "?";

    public static bool IsUri(string text) => SchemeLengthOf(text) > 0 && IsAfterScheme(text.AsSpan(SchemeLengthOf(text) + 1));

    public static bool IsReference(string text) => IsUri(text) || (IsAfterScheme(text) && !HasColonInFirstSegment(text));

    /// <summary>Gets the length of the scheme that a text begins with, without its colon; zero when there is none.</summary>
    public static int SchemeLengthOf(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0
            && char.IsAsciiLetter(text[0])
            && text.AsSpan(0, colon).ToString().All(c => char.IsAsciiLetterOrDigit(c) || "+-.".Contains(c, StringComparison.Ordinal))
            ? colon
            : 0;
    }

    private static bool HasColonInFirstSegment(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        int end = text.AsSpan().IndexOfAny("/?#");
        return colon >= 0 && (end < 0 || colon < end);
    }

    private static bool IsAfterScheme(ReadOnlySpan<char> text)
    {
        int hash = text.IndexOf('#');
        if (hash >= 0 && !Consists(text[(hash + 1)..], QuerySigns))
        {
            return false;
        }

        text = hash >= 0 ? text[..hash] : text;
        int question = text.IndexOf('?');
        if (question >= 0 && !Consists(text[(question + 1)..], QuerySigns))
        {
            return false;
        }

        text = question >= 0 ? text[..question] : text;
        if (!text.StartsWith("//"))
        {
            return Consists(text, PathSigns);
        }

        text = text[2..];
        int slash = text.IndexOf('/');
        return slash < 0 ? IsAuthority(text) : IsAuthority(text[..slash]) && Consists(text[slash..], PathSigns);
    }

    private static bool IsAuthority(ReadOnlySpan<char> text)
    {
        int at = text.IndexOf('@');
        if (at >= 0 && !Consists(text[..at], UserSigns))
        {
            return false;
        }

        text = text[(at + 1)..];
        if (text.StartsWith("["))
        {
            int close = text.IndexOf(']');
            return close > 0 && IsAddress(text[1..close]) && IsPort(text[(close + 1)..]);
        }

        int colon = text.IndexOf(':');
        return colon < 0 ? Consists(text, HostSigns) : Consists(text[..colon], HostSigns) && IsPort(text[colon..]);
    }

    private static bool IsAddress(ReadOnlySpan<char> text) =>
        AddressText.IsIPv6(text.ToString())
        || (text.Length > 3 && text[0] is 'v' or 'V' && char.IsAsciiHexDigit(text[1]) && text.Contains('.') && Consists(text, UserSigns));

    private static bool IsPort(ReadOnlySpan<char> text) =>
        text.Length == 0 || (text[0] == ':' && !text[1..].ContainsAnyExceptInRange('0', '9'));

    private static bool Consists(ReadOnlySpan<char> text, string signs)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '%')
            {
                if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
                {
                    return false;
                }

                i += 2;
            }
            else if (!char.IsAsciiLetterOrDigit(text[i]) && !signs.Contains(text[i], StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }
}
