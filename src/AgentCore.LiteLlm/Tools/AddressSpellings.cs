using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Mail;
using System.Net.Sockets;

namespace AgentCore.LiteLlm.Tools;

/// <summary>Says in which spellings an address may reach a network: what is judged is where a request would go, not how its host is written.</summary>
internal static class AddressSpellings
{
    private const int MostUnescaped = 4;

    /// <summary>Reads an address. What is no whole one is also judged as commands complete it: as an address of http.</summary>
    /// <param name="address">The address.</param>
    /// <returns>Its readings, each of which must be allowed.</returns>
    public static IEnumerable<ArgumentReading> Of(Uri address)
    {
        if (address.IsAbsoluteUri)
        {
            return Read(address, address.AbsoluteUri, prefix: "");
        }

        string text = address.OriginalString;
        string prefix = text.StartsWith("//", StringComparison.Ordinal) ? "http:" : "http://";
        return Uri.TryCreate(prefix + text, UriKind.Absolute, out Uri? whole)
            ? Read(whole, text, prefix)
            : [new ArgumentReading(text) { Hints = [.. Unescaped(text)] }];
    }

    /// <summary>Reads a mail address: what is sent goes to the address in it, whatever name stands before.</summary>
    public static ArgumentReading Of(MailAddress mail)
    {
        Host host = Host.Of(mail.Host);
        return new ArgumentReading([.. host.Names.Select(h => $"{mail.User}@{h}")])
        {
            Hints =
            [
                mail.ToString(), mail.Address, mail.DisplayName, mail.User, mail.Host, .. host.Spellings, .. host.Spellings.Select(h => $"{mail.User}@{h}"),
            ],
        };
    }

    /// <summary>Reads the address of a machine.</summary>
    public static ArgumentReading Of(IPAddress address) => new(address.ToString()) { Hints = [.. Spell(address)] };

    /// <summary>Reads the address of a port.</summary>
    public static ArgumentReading Of(IPEndPoint end) => new(end.ToString())
    {
        Hints = [.. Spell(end.Address), .. Spell(end.Address).Select(a => string.Create(CultureInfo.InvariantCulture, $"{a}:{end.Port}"))],
    };

    private static IEnumerable<ArgumentReading> Read(Uri address, string written, string prefix)
    {
        Parts parts = Parts.Of(address);
        Host host = Host.Of(address);

        // Without what a command may have put before it.
        IEnumerable<string> Both(string text) =>
            text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && prefix.Length > 0 ? [text[prefix.Length..], text] : [text];

        string[] spellings = [.. host.Spellings.SelectMany(parts.Spell)];
        yield return new ArgumentReading([.. host.IsDisguised ? [] : new[] { written }, .. host.Names.Select(parts.With).SelectMany(Both)])
        {
            Hints =
            [
                .. spellings.Concat(Texts(address)).Append(written).SelectMany(Unescaped)
                    .Concat(host.Spellings).Concat(host.Spellings.Select(h => h.Trim('[', ']'))).SelectMany(Both)
                    .Where(t => t.Length > 0).Distinct(StringComparer.Ordinal),
            ],
        };

        // "http://good.example@evil.example/" begins like an address that it is not.
        if (parts.HasUser)
        {
            yield return new ArgumentReading([.. host.Names.Select(parts.WithoutUser).SelectMany(Both)]);
        }
    }

    private static IEnumerable<string> Texts(Uri address) =>
    [
        address.ToString(), address.OriginalString, address.AbsoluteUri, address.Authority, address.Host, address.UserInfo, address.LocalPath,
        address.AbsolutePath, address.PathAndQuery, address.Query, address.Fragment, address.Scheme,
        .. address.Segments,
    ];

    // Who answers may take escapes off again.
    private static IEnumerable<string> Unescaped(string text)
    {
        yield return text;
        for (int i = 0; i < MostUnescaped; i++)
        {
            string plain = Uri.UnescapeDataString(text);
            if (plain == text)
            {
                yield break;
            }

            yield return text = plain;
        }
    }

    private static IEnumerable<string> Spell(IPAddress address)
    {
        yield return address.ToString();
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            yield return address.MapToIPv6().ToString();
        }
        else if (FindIPv4(address) is { } inner)
        {
            yield return inner.ToString();
        }

        if (address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0)
        {
            yield return new IPAddress(address.GetAddressBytes()).ToString();
        }
    }

    // Mapped, "compatible", and as NAT64 translates them: each reaches the machine of the shorter address.
    private static IPAddress? FindIPv4(IPAddress address)
    {
        byte[] bytes = address.GetAddressBytes();
        if (bytes.Length != 16)
        {
            return null;
        }

        bool isCompatible = bytes.AsSpan(0, 12).IndexOfAnyExcept((byte)0) < 0 && bytes.AsSpan(12, 3).IndexOfAnyExcept((byte)0) >= 0;
        bool isTranslated = bytes.AsSpan(0, 12).SequenceEqual((ReadOnlySpan<byte>)[0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0]);
        return address.IsIPv4MappedToIPv6 || isCompatible || isTranslated ? new IPAddress(bytes.AsSpan(12)) : null;
    }

    private sealed record Host(ImmutableArray<string> Names, ImmutableArray<string> Spellings, bool IsDisguised)
    {
        private static readonly IdnMapping Idn = new();

        public static Host Of(Uri address)
        {
            string sent;
            try
            {
                sent = address.IdnHost;
            }
            catch (UriFormatException)
            {
                sent = address.Host;
            }

            return Of(address.Host, sent);
        }

        public static Host Of(string written)
        {
            string sent;
            try
            {
                sent = Idn.GetAscii(written);
            }
            catch (ArgumentException)
            {
                sent = written;
            }

            return Of(written, sent);
        }

        // A name and its punycode are one name; what resolves to another name than it shows is that other.
        private static Host Of(string written, string sent)
        {
            string plain = written.Trim('[', ']');
            string shown = Show(sent);
            bool isDisguised = !plain.Equals(sent, StringComparison.OrdinalIgnoreCase) && !plain.Equals(shown, StringComparison.OrdinalIgnoreCase);
            string[] names = isDisguised ? [sent] : [plain, sent, shown];
            IEnumerable<string> addresses = IPAddress.TryParse(sent.TrimEnd('.'), out IPAddress? address) ? Spell(address) : [];
            return new Host(
                [.. names.Select(Bracket).Distinct(StringComparer.Ordinal)],
                [
                    .. new[] { plain, sent, shown }.Concat(addresses).SelectMany(h => new[] { h, h.TrimEnd('.') })
                        .Where(h => h.Length > 0).Select(Bracket).Distinct(StringComparer.Ordinal),
                ],
                isDisguised);
        }

        private static string Show(string sent)
        {
            try
            {
                return Idn.GetUnicode(sent);
            }
            catch (ArgumentException)
            {
                return sent;
            }
        }

        private static string Bracket(string host) => host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
    }

    // An address as text, with a place where its host stood.
    private sealed record Parts(string Start, string User, string Port, string DefaultPort, string End)
    {
        public bool HasUser => User.Length > 0 && Start.EndsWith("://", StringComparison.Ordinal);

        public static Parts Of(Uri address)
        {
            string text = address.AbsoluteUri;
            string mark = $"{address.Scheme}://";
            string start = text.StartsWith(mark, StringComparison.Ordinal) ? mark : $"{address.Scheme}:";
            int end = text.IndexOfAny(['/', '?', '#'], start.Length);
            string authority = end < 0 ? text[start.Length..] : text[start.Length..end];
            string port = address.Port < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $":{address.Port}");
            return new Parts(start, authority[..(authority.LastIndexOf('@') + 1)], address.IsDefaultPort ? "" : port, port, end < 0 ? "" : text[end..]);
        }

        public string With(string host) => Start + User + host + Port + End;

        public string WithoutUser(string host) => Start + host + Port + End;

        public IEnumerable<string> Spell(string host) => [With(host), WithoutUser(host), $"{Start}{host}{DefaultPort}{End}"];
    }
}
