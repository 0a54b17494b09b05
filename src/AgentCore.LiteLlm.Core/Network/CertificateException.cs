using System.Security.Authentication;

namespace AgentCore.LiteLlm.Network;

/// <summary>A certificate that cannot be taken for the endpoint's.</summary>
/// <param name="fault">Why.</param>
internal sealed class CertificateException(ConnectionFault fault) : AuthenticationException(fault.Words)
{
    /// <summary>Gets why.</summary>
    public ConnectionFault Fault { get; } = fault;
}
