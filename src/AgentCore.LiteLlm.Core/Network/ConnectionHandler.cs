using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace AgentCore.LiteLlm.Network;

/// <summary>
/// Tells a proxy's faults from the endpoint's: both come as the same exception, and the endpoint's operator can mend only their own. It gives every body as
/// it is meant, however it was compressed: gateways do it whether they were asked to or not, and forget to say so.
/// </summary>
/// <remarks>One handler for both: a first call waits for the JIT at each asynchronous method on its way.</remarks>
/// <param name="inner">What connects.</param>
/// <param name="proxy">The proxy that it goes through, where there is one for an address.</param>
/// <param name="waiting">The connections that it goes by, where whoever reads waits for them; null where they are watched.</param>
internal sealed class ConnectionHandler(HttpMessageHandler inner, IWebProxy? proxy, WaitingConnections? waiting = null) : DelegatingHandler(inner)
{
    // Hosts that showed a certificate: what speaks TLS is not what spoils a handshake by speaking none.
    private readonly ConcurrentDictionary<string, bool> _speakTls = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Notes that a host showed a certificate.</summary>
    /// <param name="connection">The connection, as the check of a certificate is given it.</param>
    public void Note(object connection) => _speakTls[(connection as SslStream)?.TargetHostName ?? ""] = true;

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException e) when (FindFault(e, request) is { } fault)
        {
            throw new ConnectionException(fault, e);
        }

        CheckProxy(request, response);
        response.Content = Decode(response.Content, null, cancellationToken);
        return response;
    }

    /// <inheritdoc/>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = base.Send(request, cancellationToken);
        }
        catch (HttpRequestException e) when (FindFault(e, request) is { } fault)
        {
            throw new ConnectionException(fault, e);
        }

        CheckProxy(request, response);
        response.Content = Decode(response.Content, waiting, cancellationToken);
        return response;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            waiting?.Dispose();
        }
    }

    private void CheckProxy(HttpRequestMessage request, HttpResponseMessage response)
    {
        // An endpoint that is reached without a proxy has no right to this status: what it says then is its own.
        if (response.StatusCode == HttpStatusCode.ProxyAuthenticationRequired && FindProxy(request) is { } asking)
        {
            response.Dispose();
            throw new ConnectionException(Unknown(asking), cause: null);
        }
    }

    private static StreamContent Decode(HttpContent sent, WaitingConnections? waiting, CancellationToken cancellationToken)
    {
        Stream body = sent.ReadAsStream(cancellationToken);
#pragma warning disable CA2000 // what is decoded disposes of it
        StreamContent decoded = new(new DecodedStream(waiting is null ? body : new WaitingStream(body, waiting), [.. sent.Headers.ContentEncoding]));
#pragma warning restore CA2000
        foreach ((string name, IEnumerable<string> values) in sent.Headers)
        {
            // What these say is true of the bytes on the wire alone. The length is kept as a hint to how much is coming.
            if (!name.Equals("Content-Encoding", StringComparison.OrdinalIgnoreCase))
            {
                decoded.Headers.TryAddWithoutValidation(name, values);
            }
        }

        return decoded;
    }

    private Uri? FindProxy(HttpRequestMessage request) =>
        request.RequestUri is not { } target || proxy is null || proxy.IsBypassed(target) ? null : proxy.GetProxy(target);

    private ConnectionFault? FindFault(HttpRequestException thrown, HttpRequestMessage request) =>
        FindProxy(request) is { } through ? FindFault(thrown, through, request.RequestUri!) : null;

    private ConnectionFault? FindFault(HttpRequestException thrown, Uri through, Uri target)
    {
        if (thrown.HttpRequestError == HttpRequestError.ProxyTunnelError)
        {
            // The status is in the words alone.
            int status = StatusIn(thrown.Message);
            return status == (int)HttpStatusCode.ProxyAuthenticationRequired ? Unknown(through) : new ConnectionFault(
                $"the proxy {Show(through)} opens no way to {target.Host}{(status > 0 ? $" (it answered {status})" : "")}",
                [ConnectionCause.ProxyRefuses],
                CanHeal: status is 0 or >= 500);
        }

        if (thrown.HttpRequestError == HttpRequestError.SecureConnectionError)
        {
            return FindTlsFault(thrown, through);
        }

        if (thrown.HttpRequestError is not (HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError))
        {
            return null;
        }

        string words = thrown.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused }
            ? $"nothing is listening at the proxy {Show(through)} (connection refused)"
            : $"the proxy {Show(through)} cannot be reached: {ConnectionFaults.Describe(thrown)}";
        return new ConnectionFault(words, [ConnectionCause.ProxyUnreachable], ConnectionFaults.CanHeal(thrown));
    }

    // A proxy that is itself spoken to over TLS comes first: what is wrong with the endpoint's TLS is seen only when the proxy's has held.
    private ConnectionFault? FindTlsFault(HttpRequestException thrown, Uri through)
    {
        bool isOfProxy = through.Scheme == Uri.UriSchemeHttps && (FindRefused(thrown) is { } refused
            ? refused.Host.Equals(through.IdnHost, StringComparison.OrdinalIgnoreCase)
            : !_speakTls.ContainsKey(through.IdnHost));
        ConnectionFault fault = ConnectionFaults.Find(thrown);
        return !isOfProxy ? null : fault with
        {
            Words = $"the proxy {Show(through)} cannot be reached: {fault.Words}",
            Causes = [.. fault.Causes.Select(ToProxy)],
        };
    }

    private static CertificateException? FindRefused(Exception thrown)
    {
        Exception? cause = thrown;
        while (cause is not (null or CertificateException))
        {
            cause = cause.InnerException;
        }

        return cause as CertificateException;
    }

    private static ConnectionCause ToProxy(ConnectionCause cause) => cause switch
    {
        ConnectionCause.NoTls => ConnectionCause.ProxyNoTls,
        ConnectionCause.CertificateOfOtherName => ConnectionCause.ProxyCertificateOfOtherName,
        _ => cause,
    };

    // Who calls may stand in the variable that names the proxy too.
    private ConnectionFault Unknown(Uri through) => proxy?.Credentials?.GetCredential(through, "Basic") is not null
        ? new($"the proxy {Show(through)} does not accept the user and password (407)", [ConnectionCause.ProxyRefusesCredentials], CanHeal: false)
        : new($"the proxy {Show(through)} wants to know who calls (407)", [ConnectionCause.ProxyWantsCredentials], CanHeal: false);

    // Without user and password, which may stand in a variable.
    private static string Show(Uri through) => $"{through.Scheme}://{through.Authority}";

    private static int StatusIn(string message)
    {
        int quote = message.LastIndexOf('\'');
        int start = quote < 0 ? -1 : message.LastIndexOf('\'', Math.Max(0, quote - 1));
        return start >= 0 && int.TryParse(message.AsSpan(start + 1, quote - start - 1), out int status) ? status : 0;
    }
}
