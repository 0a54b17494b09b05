using System.Net;

namespace AgentCore.LiteLlm.Network;

/// <summary>A proxy for every address but this machine's own: a key that may go to localhost in clear text must not leave through a proxy.</summary>
/// <param name="address">The proxy; null for the one that the environment names.</param>
/// <param name="credentials">What the proxy is told; null for what the environment says.</param>
internal sealed class NetworkProxy(Uri? address, ICredentials? credentials) : IWebProxy
{
    private readonly IWebProxy _proxy = address is null ? HttpClient.DefaultProxy : new WebProxy(address);

    /// <inheritdoc/>
    public ICredentials? Credentials
    {
        get => credentials ?? _proxy.Credentials;
        set => throw new NotSupportedException("The proxy is set once.");
    }

    /// <inheritdoc/>
    public Uri? GetProxy(Uri destination) => destination.IsLoopback ? null : _proxy.GetProxy(destination);

    /// <inheritdoc/>
    public bool IsBypassed(Uri host) => host.IsLoopback || _proxy.IsBypassed(host);
}
