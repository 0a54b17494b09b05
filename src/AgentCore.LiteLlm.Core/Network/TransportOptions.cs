using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Network;

/// <summary>How connections are made. Two that say the same are equal, so that they can share sockets.</summary>
public sealed record TransportOptions
{
    /// <summary>Gets the longest that making a connection may take; 15 s by default.</summary>
    public TimeSpan ConnectLimit { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Gets the proxy for every address but this machine's own; null takes the one that the environment names.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>Gets the user name for the proxy; null sends none.</summary>
    public string? ProxyUser { get; init; }

    /// <summary>Gets the password for the proxy; null sends none.</summary>
    public Secret? ProxyPassword { get; init; }

    /// <summary>Gets a value indicating whether the proxy is told who runs this process.</summary>
    public bool UseDefaultProxyCredentials { get; init; }

    /// <summary>Gets a value indicating whether no proxy is used, not even the environment's.</summary>
    public bool NoProxy { get; init; }

    /// <summary>Gets the client certificate; null shows none.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Gets the versions of TLS to offer; none leaves the choice to the system.</summary>
    public SslProtocols SslProtocols { get; init; }

    /// <summary>Gets whom to trust in place of those whom the system trusts; null for the system's.</summary>
    public TrustedCertificates? Trusted { get; init; }

    /// <summary>Gets a value indicating whether any certificate is taken for the endpoint's, which lets anyone between read everything.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>Makes the handler that connects so.</summary>
    /// <param name="waits">Whether those who read its answers are blocked until they come.</param>
    internal HttpMessageHandler ToHandler(bool waits = false)
    {
        NetworkProxy? proxy = NoProxy ? null : new NetworkProxy(Proxy, ToCredentials());
#pragma warning disable CA2000 // the outer handler disposes of it
        SocketsHttpHandler handler = new()
#pragma warning restore CA2000
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !NoProxy,
            Proxy = proxy,
            ConnectTimeout = ConnectLimit,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),

            // Whoever stops early means it: the endpoint sees the connection close at once, not after what it still had to say.
            ResponseDrainTimeout = TimeSpan.Zero,
        };
#pragma warning disable CA2000 // the connections' handler disposes of it, as the outer one does of that
        WaitingConnections? waiting = waits ? new() : null;
#pragma warning restore CA2000
        if (waiting is not null)
        {
            handler.ConnectCallback = waiting.OpenAsync;

            // Idle connections are looked after four times in such a span, asynchronously, after which they are waited for as the usual ones are: seldom, then.
            // One that its endpoint has closed is found out when it is to be used, and none is used that may have been forgotten on the way.
            handler.PooledConnectionIdleTimeout = TimeSpan.FromMinutes(20);
            handler.PooledConnectionLifetime = TimeSpan.FromMinutes(1);
        }

        if (SslProtocols != SslProtocols.None)
        {
            handler.SslOptions.EnabledSslProtocols = SslProtocols;
        }

        if (Certificate is not null)
        {
            handler.SslOptions.ClientCertificates = [Certificate];
        }

        handler.SslOptions.CertificateChainPolicy = Trusted?.ToPolicy();
        ConnectionHandler connections = new(handler, proxy, waiting);
        handler.SslOptions.RemoteCertificateValidationCallback = (connection, certificate, chain, errors) =>
        {
            connections.Note(connection);
            return SkipCertificateCheck || CertificateCheck.Check(connection, certificate, chain, errors);
        };
        return connections;
    }

    private ICredentials? ToCredentials() =>
        ProxyUser is not null ? ProxyPassword?.ToCredential(ProxyUser) ?? new NetworkCredential(ProxyUser, "")
        : UseDefaultProxyCredentials ? CredentialCache.DefaultCredentials
        : null;
}
