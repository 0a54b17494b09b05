using System.Security.Authentication;

namespace AgentCore.LiteLlm.Network;

/// <summary>A certificate that cannot be taken for that of the host which showed it.</summary>
/// <param name="fault">Why.</param>
/// <param name="host">The host.</param>
internal sealed class CertificateException(ConnectionFault fault, string host) : AuthenticationException(fault.Words)
{
    /// <summary>Gets the host: the endpoint's, or that of the proxy on the way to it.</summary>
    public string Host { get; } = host;

    /// <summary>Gets why.</summary>
    public ConnectionFault Fault { get; } = fault;
}
