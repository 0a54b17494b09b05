namespace AgentCore.LiteLlm.Network;

/// <summary>A connection that a proxy kept from being made.</summary>
/// <param name="fault">Why.</param>
/// <param name="cause">What was thrown; null where the proxy answered.</param>
internal sealed class ConnectionException(ConnectionFault fault, Exception? cause)
    : HttpRequestException(HttpRequestError.ProxyTunnelError, fault.Words, cause)
{
    /// <summary>Gets why.</summary>
    public ConnectionFault Fault { get; } = fault;
}
