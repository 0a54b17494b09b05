using AgentCore.LiteLlm.Schemas.Formats;

namespace AgentCore.LiteLlm.Schemas.Reading;

/// <summary>A URI in its five parts, and how one is understood relative to another (RFC 3986, section 5.2).</summary>
/// <remarks>Nothing is normalized: identifiers are compared as they are written. A base without a scheme is as good as any other.</remarks>
internal sealed record UriReference(string? Scheme, string? Authority, string Path, string? Query, string? Fragment)
{
    public static UriReference Read(string text)
    {
        (text, string? fragment) = Split(text, '#');
        (text, string? query) = Split(text, '?');
        int scheme = UriText.SchemeLengthOf(text);
        string rest = scheme > 0 ? text[(scheme + 1)..] : text;
        string? authority = null;
        if (rest.StartsWith("//", StringComparison.Ordinal))
        {
            int slash = rest.IndexOf('/', 2);
            authority = slash < 0 ? rest[2..] : rest[2..slash];
            rest = slash < 0 ? "" : rest[slash..];
        }

        return new UriReference(scheme > 0 ? text[..scheme] : null, authority, rest, query, fragment);
    }

    /// <summary>Understands a reference as it stands in a document with this address.</summary>
    public UriReference Resolve(UriReference reference)
    {
        if (reference.Scheme is not null)
        {
            return reference with { Path = WithoutDots(reference.Path) };
        }

        if (reference.Authority is not null)
        {
            return reference with { Scheme = Scheme, Path = WithoutDots(reference.Path) };
        }

        if (reference.Path.Length == 0)
        {
            return this with { Query = reference.Query ?? Query, Fragment = reference.Fragment };
        }

        string path = reference.Path.StartsWith('/') ? reference.Path : Path[..(Path.LastIndexOf('/') + 1)] + reference.Path;
        path = Authority is not null && !path.StartsWith('/') ? "/" + path : path;
        return this with { Path = WithoutDots(path), Query = reference.Query, Fragment = reference.Fragment };
    }

    /// <summary>Writes the reference without its fragment.</summary>
    public string ToResource() => string.Concat(
        Scheme is null ? "" : Scheme + ":",
        Authority is null ? "" : "//" + Authority,
        Path,
        Query is null ? "" : "?" + Query);

    private static (string Before, string? After) Split(string text, char sign)
    {
        int at = text.IndexOf(sign, StringComparison.Ordinal);
        return at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);
    }

    private static string WithoutDots(string path)
    {
        if (!path.Contains('.', StringComparison.Ordinal))
        {
            return path;
        }

        string[] segments = path.Split('/');
        List<string> kept = [];
        for (int i = 0; i < segments.Length; i++)
        {
            bool isLast = i == segments.Length - 1;
            if (segments[i] == ".." && kept.Count > (path.StartsWith('/') ? 1 : 0))
            {
                kept.RemoveAt(kept.Count - 1);
            }

            if (segments[i] is not ("." or ".."))
            {
                kept.Add(segments[i]);
            }
            else if (isLast)
            {
                kept.Add("");
            }
        }

        return string.Join('/', kept);
    }
}
