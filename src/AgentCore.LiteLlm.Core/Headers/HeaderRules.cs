using System.Globalization;

namespace AgentCore.LiteLlm.Headers;

/// <summary>Says which HTTP headers a blueprint or a caller may set, and to what.</summary>
internal static class HeaderRules
{
    /// <summary>Says what is wrong with a header's name, by RFC 9110: it must be a token.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The rest of a sentence that begins with the name, or null when it may be one.</returns>
    public static string? FindNameProblem(string name)
    {
        if (name.Length == 0)
        {
            return "is empty.";
        }

        foreach (char c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && !"!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal))
            {
                return string.Create(CultureInfo.InvariantCulture, $"holds {Describe(c)}, which no header name may hold.");
            }
        }

        return null;
    }

    /// <summary>Says whether only the transport may set a header.</summary>
    /// <param name="name">Its name, in any case.</param>
    /// <returns>True when it is refused.</returns>
    public static bool IsReserved(string name) =>
        name.ToLowerInvariant() is "host" or "content-length" or "content-type" or "transfer-encoding" or "connection" or "te" or "trailer"
            or "upgrade" or "keep-alive" or "expect" or "accept-encoding"
        || name.StartsWith("proxy-", StringComparison.OrdinalIgnoreCase);

    /// <summary>Says whether a header is the one that carries the API key; it is refused where a key is given too.</summary>
    /// <param name="name">Its name, in any case.</param>
    /// <returns>True when it is.</returns>
    public static bool IsAuthorization(string name) => name.Equals("authorization", StringComparison.OrdinalIgnoreCase);

    /// <summary>Says what is wrong with a header's value: only visible ASCII characters, spaces and tabs can be sent safely.</summary>
    /// <param name="value">The value, which the answer never quotes.</param>
    /// <returns>The rest of a sentence that begins with the value, or null when it can be sent.</returns>
    public static string? FindValueProblem(string value)
    {
        for (int at = 0; at < value.Length; at++)
        {
            char c = value[at];
            string? problem = c switch
            {
                '\r' or '\n' => "a line break",
                '\0' => "a NUL character",
                '\t' or (>= ' ' and < '\x7F') => null,
                < ' ' or '\x7F' => "a control character",
                _ => "a character that is not ASCII",
            };

            if (problem is not null)
            {
                return string.Create(CultureInfo.InvariantCulture, $"holds {problem} at position {at + 1}, which cannot be sent.");
            }
        }

        return null;
    }

    private static string Describe(char c) => c switch
    {
        ' ' => "a space",
        ':' => "a colon",
        _ when char.IsControl(c) || char.IsSurrogate(c) || c > '~' => string.Create(CultureInfo.InvariantCulture, $"U+{(int)c:X4}"),
        _ => $"'{c}'",
    };
}
