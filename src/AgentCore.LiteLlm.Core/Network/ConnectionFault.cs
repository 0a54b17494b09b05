using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Network;

/// <summary>Why a connection was not made, and what cures it.</summary>
/// <param name="Words">What happened, as the end of a sentence without its full stop.</param>
/// <param name="Causes">What has to be changed, each by its own means; empty where nothing but time may help.</param>
/// <param name="CanHeal">Whether the same call may get through later.</param>
internal sealed record ConnectionFault(string Words, ImmutableArray<ConnectionCause> Causes, bool CanHeal)
{
    /// <summary>Says what to do, in sentences; null where the causes say nothing.</summary>
    public string? Advice => Causes.IsEmpty ? null : string.Join(' ', Causes.Select(Advise));

    private static string Advise(ConnectionCause cause) => cause switch
    {
        ConnectionCause.ProxyUnreachable =>
            "Where the call names no proxy, HTTPS_PROXY, HTTP_PROXY or ALL_PROXY does: mend the address there, or list the endpoint's host in NO_PROXY.",
        ConnectionCause.ProxyWantsCredentials =>
            "Tell the proxy a user and a password, or list the endpoint's host in NO_PROXY.",
        ConnectionCause.ProxyRefusesCredentials => "Check the user and the password.",
        ConnectionCause.ProxyRefuses => "Whoever runs the proxy can allow it; else list the endpoint's host in NO_PROXY.",
        ConnectionCause.ProxyNoTls =>
            "Write 'http://' in the proxy's address, as most proxies want it, whatever the endpoint speaks; HTTPS_PROXY too holds one of these as a rule.",
        ConnectionCause.ProxyCertificateOfOtherName => "Write a name that the certificate has into the proxy's address, or give the proxy one for this name.",
        ConnectionCause.HostUnknown => "Check the host in 'base_url', and whether this machine has to be in another network to know it.",
        ConnectionCause.CertificateUntrusted =>
            "Trust the authority that signed it: in the system's store, or on Linux in the file that SSL_CERT_FILE names.",
        ConnectionCause.CertificateOfOtherName => "Write a name that the certificate has into 'base_url', or give the server a certificate for this one.",
        ConnectionCause.CertificateOutOfTime => "Whoever runs the server has to renew it; where it should hold, set the clock of this machine.",
        ConnectionCause.CertificateUnfit => "Whoever runs the server has to mend its certificate.",
        ConnectionCause.NoTls => "Write 'http://' in 'base_url', or the port on which it speaks https.",
        ConnectionCause.TlsMismatch => "Look at the versions of TLS that both sides offer, and whether the server wants a client certificate.",
        _ => "If it speaks TLS, write 'https://' in 'base_url'; else the port is another's.",
    };
}
