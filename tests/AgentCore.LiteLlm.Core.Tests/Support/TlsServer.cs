using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>A server on this machine that speaks TLS with a certificate of its own, made for the test, and counts who connects.</summary>
internal sealed class TlsServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly X509Certificate2 _certificate;
    private readonly Task _serving;
    private int _connections;

    /// <summary>Starts the server.</summary>
    /// <param name="name">The name that the certificate is for.</param>
    /// <param name="until">How long it holds, from now; a negative time makes one that has expired.</param>
    public TlsServer(string name = "localhost", TimeSpan? until = null)
    {
        _certificate = Make(name, until ?? TimeSpan.FromDays(1));
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri BaseUrl => new($"https://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}/v1");

    /// <summary>Gets the certificate without its key, as one gives it to others.</summary>
    public X509Certificate2 Certificate => X509CertificateLoader.LoadCertificate(_certificate.RawData);

    public int Connections => Volatile.Read(ref _connections);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Dispose();
        _certificate.Dispose();
        _stop.Dispose();
    }

    private static X509Certificate2 Make(string name, TimeSpan until)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        DateTimeOffset end = TimeProvider.System.GetUtcNow() + until;
        using X509Certificate2 made = request.CreateSelfSigned(end - TimeSpan.FromDays(10), end);
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), password: null);
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                await AnswerAsync(client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        try
        {
            await using SslStream stream = new(client.GetStream());
            await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stop.Token);
            byte[] buffer = new byte[64 * 1024];
            if (await stream.ReadAsync(buffer, _stop.Token) == 0)
            {
                return;
            }

            byte[] body = Encoding.UTF8.GetBytes(RawServer.Say("hello").Body);
            string head = $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n";
            await stream.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(head), .. body], _stop.Token);
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            // Whoever called did not like what they were shown.
        }
    }
}
