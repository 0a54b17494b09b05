using AgentCore.LiteLlm.Protection.Detection.Texts;

namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>
/// Web addresses, with a scheme or without. Without one, the host's last part must be a top-level domain that is not more often the end of
/// a file's or a property's name.
/// </summary>
internal sealed class Url() : Recogniser("URL", "url", "website", "link", "site", "webpage", "homepage", "domain")
{
    private const int LongestUrl = 2048;
    private static readonly string[] Schemes = ["https", "http", "ftp", "ftps", "sftp", "ws", "wss"];
    private static readonly string[] Ambiguous =
    [
        "py", "sh", "md", "rs", "pl", "ps", "cc", "so", "zip", "mov", "java", "name", "id", "is", "do", "my", "am", "by", "to", "ml", "mm", "st", "no", "it",
        "as", "at", "in", "be", "me", "us", "so", "net", "data", "click", "select", "filter", "map", "call", "cs", "hm", "ini",
    ];

    /// <inheritdoc/>
    public override string Anchors => ":.";

    /// <inheritdoc/>
    public override void Look(in Place place, Proposals found)
    {
        if (place.Start < found.AddressEnd)
        {
            return;
        }

        if (place.Text[place.Start] == ':')
        {
            WithScheme(place, found);
        }
        else
        {
            WithoutScheme(place, found);
        }
    }

    private void WithScheme(in Place place, Proposals found)
    {
        ReadOnlySpan<char> text = place.Text;
        if (!text[place.Start..].StartsWith("://", StringComparison.Ordinal))
        {
            return;
        }

        int start = place.Start;
        while (start > 0 && place.Start - start < 6 && char.IsAsciiLetter(text[start - 1]))
        {
            start--;
        }

        int host = place.Start + 3;
        bool isKnown = false;
        foreach (string scheme in Schemes)
        {
            isKnown |= text[start..place.Start].Equals(scheme, StringComparison.OrdinalIgnoreCase);
        }

        bool hasHost = host < text.Length && (char.IsLetterOrDigit(text[host]) || text[host] is '[' or '_');
        if (isKnown && hasHost && (start == 0 || !Place.IsWord(text[start - 1])))
        {
            found.AddressEnd = EndOf(text, start, host);
            found.Add(this, start, found.AddressEnd, 0.6);
        }
    }

    // Only the first dot of a host is looked at, so that a row of dots is not walked through again and again.
    private void WithoutScheme(in Place place, Proposals found)
    {
        ReadOnlySpan<char> text = place.Text;
        int start = place.Start;
        while (start > 0
            && place.Start - start < 63
            && (char.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] == '-' || (text[start - 1] > '\u007F' && char.IsLetterOrDigit(text[start - 1]))))
        {
            start--;
        }

        bool isFree = start == 0 || !(Place.IsWord(text[start - 1]) || text[start - 1] is '.' or '@' or '/' or '\\' or '-' or '$' or ':');
        if (start == place.Start || !isFree || text[start] == '-')
        {
            return;
        }

        HostName host = HostName.Read(text, start);
        if (host.Labels < 2 || !host.IsPublic || (host.End < text.Length && text[host.End] is '@' or '(' or '_'))
        {
            return;
        }

        ReadOnlySpan<char> top = text[(text[start..host.End].LastIndexOf('.') + start + 1)..host.End];
        bool isPlain = !top.ContainsAnyInRange('A', 'Z') || !text[start..host.End].ContainsAnyInRange('a', 'z');
        bool isAddress = text[start..].StartsWith("www.", StringComparison.OrdinalIgnoreCase) || (host.End < text.Length && text[host.End] == '/');
        bool isAmbiguous = !isAddress && host.Labels == 2 && IsAmbiguous(top);
        found.AddressEnd = EndOf(text, start, host.End);
        found.Add(this, start, found.AddressEnd, isPlain && !isAmbiguous ? 0.5 : 0.2);
    }

    private static bool IsAmbiguous(ReadOnlySpan<char> top)
    {
        foreach (string other in Ambiguous)
        {
            if (top.Equals(other, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static int EndOf(ReadOnlySpan<char> text, int start, int hostEnd)
    {
        int end = hostEnd;
        int open = 0;
        bool hasScheme = text[start..hostEnd].EndsWith("//", StringComparison.Ordinal);
        if (!hasScheme && !(end < text.Length && text[end] is '/' or ':' or '?' or '#'))
        {
            return end;
        }

        while (end < text.Length
            && end - start < LongestUrl
            && !char.IsWhiteSpace(text[end])
            && text[end] is not ('<' or '>' or '"' or '`' or '{' or '}' or '|' or '^' or '\\'))
        {
            open += text[end] == '(' ? 1 : text[end] == ')' ? -1 : 0;
            end++;
        }

        while (end > hostEnd && (text[end - 1] is '.' or ',' or ';' or ':' or '!' or '?' or '\'' or ']' or '*' || (text[end - 1] == ')' && open < 0)))
        {
            open += text[end - 1] == ')' ? 1 : 0;
            end--;
        }

        return end;
    }
}
