using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AgentCore.LiteLlm.Protection.Detection.Texts;

namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>Addresses of the Internet protocol, versions 4 and 6, with zone or network size.</summary>
internal sealed class IPAddressRecogniser() : Recogniser("IP_ADDRESS", "ip", "ipv4", "ipv6", "ip address", "host", "server", "subnet", "gateway", "dns")
{
    private const int Longest6 = 45;
    private const int LongestLabel = 20;
    private static readonly SearchValues<char> HexLetters = SearchValues.Create("abcdefABCDEF");
    private static readonly ContextPhrases Versions = new(
        "version", "ver", "v", "release", "build", "firmware", "revision", "driver", "upgrade", "downgrade", "assembly", "package", "section", "chapter");

    /// <inheritdoc/>
    public override string Anchors => "0:";

    /// <inheritdoc/>
    public override void Look(in Place place, Proposals found)
    {
        if (place.Text[place.Start] == ':')
        {
            Look6(place, found);
        }
        else
        {
            Look4(place, found);
        }
    }

    private void Look4(in Place place, Proposals found)
    {
        ReadOnlySpan<char> text = place.Text;
        int at = place.Start;
        for (int group = 0; group < 4; group++)
        {
            if (group > 0 && !(at < text.Length && text[at++] == '.'))
            {
                return;
            }

            int first = at;
            int value = 0;
            while (at < text.Length && at - first < 3 && char.IsAsciiDigit(text[at]))
            {
                value = (value * 10) + text[at++] - '0';
            }

            if (at == first || value > 255 || (text[first] == '0' && at - first > 1))
            {
                return;
            }
        }

        if (place.IsFree(place.Start, at))
        {
            bool isVersion = found.NearnessOf(Versions, place.Start, at) > 0;
            found.Add(this, place.Start, Network(text, at, 32), isVersion ? 0.05 : 0.6);
        }
    }

    private void Look6(in Place place, Proposals found)
    {
        ReadOnlySpan<char> text = place.Text;
        int start = place.Start;
        while (start > 0 && place.Start - start < 5 && char.IsAsciiHexDigit(text[start - 1]))
        {
            start--;
        }

        // Only the first colon of an address is looked at.
        if (place.Start - start > 4 || (start > 0 && !IsFirst(text, start - 1)))
        {
            return;
        }

        int end = place.Start;
        while (end < text.Length && end - start <= Longest6 && (char.IsAsciiHexDigit(text[end]) || text[end] is ':' or '.'))
        {
            end++;
        }

        while (end > place.Start && (text[end - 1] == '.' || (text[end - 1] == ':' && (end < 2 || text[end - 2] != ':'))))
        {
            end--;
        }

        ReadOnlySpan<char> address = text[start..end];
        if (address.Length < 2
            || (end < text.Length && Place.IsLetter(text[end]))
            || address.Count(':') < 2
            || !IPAddress.TryParse(address, out IPAddress? parsed)
            || parsed.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return;
        }

        double score = address.Length == 2 ? 0.1 : address.ContainsAnyInRange('0', '9') ? 0.6 : 0.3;
        found.Add(this, start, Network(text, Zone(text, end), 128), score);
    }

    private static bool IsFirst(ReadOnlySpan<char> text, int before) =>
        !Place.IsLetter(text[before]) && text[before] != '.' && (text[before] != ':' || IsLabel(text, before));

    // 'ip:2001:db8::1': a word before the colon that is no group of an address.
    private static bool IsLabel(ReadOnlySpan<char> text, int colon)
    {
        int at = colon;
        while (at > 0 && colon - at < LongestLabel && char.IsLetter(text[at - 1]))
        {
            at--;
        }

        return colon - at > 4 || text[at..colon].ContainsAnyExcept(HexLetters);
    }

    private static int Zone(ReadOnlySpan<char> text, int at)
    {
        int end = at + 1;
        while (at < text.Length && text[at] == '%' && end < text.Length && end - at < 20 && char.IsAsciiLetterOrDigit(text[end]))
        {
            end++;
        }

        return end > at + 1 ? end : at;
    }

    private static int Network(ReadOnlySpan<char> text, int at, int most)
    {
        int end = at + 1;
        while (at < text.Length && text[at] == '/' && end < text.Length && end - at < 4 && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        return end > at + 1 && int.Parse(text[(at + 1)..end], CultureInfo.InvariantCulture) <= most && !(end < text.Length && Place.IsWord(text[end]))
            ? end
            : at;
    }
}
