using System.Collections.Immutable;
using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace AgentCore.LiteLlm.Network;

/// <summary>Says of a certificate that the system does not take why not: the system's own words name its flags only.</summary>
internal static class CertificateCheck
{
    private const int MostNames = 3;

    /// <summary>Judges as the system does.</summary>
    /// <returns>True when there is nothing against the certificate.</returns>
    /// <exception cref="CertificateException">There is.</exception>
    public static bool Check(object connection, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return true;
        }

        string host = (connection as SslStream)?.TargetHostName ?? "";
        bool isShown = !errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable);
        List<(ConnectionCause Cause, string Words)> found = isShown && certificate is X509Certificate2 shown
            ? [.. FindFaults(shown, chain, errors, host)]
            : [(ConnectionCause.CertificateUnfit, "it shows no certificate")];
        ConnectionFault fault = new(string.Join(", and ", found.Select(f => f.Words)), [.. found.Select(f => f.Cause)], CanHeal: false);
        throw new CertificateException(fault, host);
    }

    private static IEnumerable<(ConnectionCause Cause, string Words)> FindFaults(X509Certificate2 shown, X509Chain? chain, SslPolicyErrors errors, string host)
    {
        X509ChainStatusFlags flags = (chain?.ChainStatus ?? []).Aggregate(X509ChainStatusFlags.NoError, static (all, status) => all | status.Status);
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) && flags.HasFlag(X509ChainStatusFlags.NotTimeValid))
        {
            yield return (ConnectionCause.CertificateOutOfTime, OutOfTime(chain!));
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            yield return (ConnectionCause.CertificateOfOtherName, $"its certificate is for {NamesOf(shown)}, not for {host}");
        }

        if (flags.HasFlag(X509ChainStatusFlags.UntrustedRoot) || flags.HasFlag(X509ChainStatusFlags.PartialChain))
        {
            yield return (ConnectionCause.CertificateUntrusted, shown.SubjectName.RawData.AsSpan().SequenceEqual(shown.IssuerName.RawData)
                ? "its certificate is signed by itself, and not trusted here"
                : $"its certificate is signed by '{shown.GetNameInfo(X509NameType.SimpleName, forIssuer: true)}', whom this machine does not trust");
        }

        // How the revocation stands is not asked, so it is never what is wrong.
        X509ChainStatusFlags rest = flags
            & ~(X509ChainStatusFlags.NotTimeValid | X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain
                | X509ChainStatusFlags.RevocationStatusUnknown | X509ChainStatusFlags.OfflineRevocation);
        if (rest != X509ChainStatusFlags.NoError)
        {
            yield return (ConnectionCause.CertificateUnfit, $"its certificate is not fit for a server ({rest})");
        }
        else if (errors == SslPolicyErrors.RemoteCertificateChainErrors && flags == X509ChainStatusFlags.NoError)
        {
            yield return (ConnectionCause.CertificateUnfit, "its certificate is not accepted");
        }
    }

    // That of an authority may be the one that no longer holds.
    private static string OutOfTime(X509Chain chain)
    {
        X509ChainElement[] elements = [.. chain.ChainElements];
        int at = Math.Max(0, Array.FindIndex(elements, e => e.ChainElementStatus.Any(s => s.Status.HasFlag(X509ChainStatusFlags.NotTimeValid))));
        X509Certificate2 old = elements[at].Certificate;
        string whose = at == 0 ? "its certificate" : $"the certificate of '{old.GetNameInfo(X509NameType.SimpleName, forIssuer: false)}', which signed it,";
        return chain.ChainPolicy.VerificationTime < old.NotBefore
            ? $"{whose} does not hold before {Day(old.NotBefore)}"
            : $"{whose} expired on {Day(old.NotAfter)}";
    }

    private static string Day(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string NamesOf(X509Certificate2 shown)
    {
        ImmutableArray<string> names =
        [
            .. shown.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(e => e.EnumerateDnsNames()
                .Concat(e.EnumerateIPAddresses().Select(i => i.ToString()))),
        ];
        return names.IsEmpty ? $"'{shown.GetNameInfo(X509NameType.SimpleName, forIssuer: false)}'"
            : names.Length > MostNames ? $"{string.Join(", ", names.Take(MostNames))} and {names.Length - MostNames} more"
            : string.Join(", ", names);
    }
}
