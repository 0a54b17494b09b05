using System.Net;

namespace AgentCore.LiteLlm.Wire;

/// <summary>The proxy that the environment names, for every address but this machine's own: a key that may go to localhost in clear text must not leave through a proxy.</summary>
internal sealed class NetworkProxy : IWebProxy
{
    /// <inheritdoc/>
    public ICredentials? Credentials
    {
        get => HttpClient.DefaultProxy.Credentials;
        set => throw new NotSupportedException("The environment's proxy is taken as it is.");
    }

    /// <inheritdoc/>
    public Uri? GetProxy(Uri destination) => destination.IsLoopback ? null : HttpClient.DefaultProxy.GetProxy(destination);

    /// <inheritdoc/>
    public bool IsBypassed(Uri host) => host.IsLoopback || HttpClient.DefaultProxy.IsBypassed(host);
}
