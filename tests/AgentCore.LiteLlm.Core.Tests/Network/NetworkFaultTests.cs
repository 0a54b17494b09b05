using System.Net;
using System.Net.Sockets;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Resilience;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.TestEndpoints;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.Wire;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Network;

public sealed class WatchedNetworkFaultTests() : NetworkFaultTests(ChatTransport.OverHttp);

public sealed class WaitingNetworkFaultTests() : NetworkFaultTests(ChatTransport.Waiting);

/// <summary>Each names the true cause, and what no repetition cures is asked once, over connections of either kind.</summary>
public abstract class NetworkFaultTests
{
    private static readonly TransportOptions NoProxy = new() { NoProxy = true };

    // Reserved by RFC 6761: it is nobody's, so a call that does not go through the proxy fails too.
    private static readonly Uri Far = new("https://llm.example.test/v1");
    private static readonly Uri FarInClear = new("http://llm.example.test/v1");

    private readonly Func<TransportOptions, ChatTransport> _connect;

    private protected NetworkFaultTests(Func<TransportOptions, ChatTransport> connect) => _connect = connect;

    [Fact]
    public async Task A_proxy_that_is_not_there_is_named_and_not_the_endpoint()
    {
        Uri proxy = new($"http://127.0.0.1:{FreePort()}");
        ChatFailure failure = await FailAsync(Far, new TransportOptions { Proxy = proxy }, retries: 0);

        Assert.Equal($"https://llm.example.test/v1/chat/completions cannot be reached: nothing is listening at the proxy {proxy.AbsoluteUri.TrimEnd('/')} "
            + "(connection refused).", failure.Summary);
        Assert.Equal([ConnectionCause.ProxyUnreachable], failure.Causes);
        Assert.Contains("HTTPS_PROXY", failure.Advice, StringComparison.Ordinal);
        Assert.Contains("NO_PROXY", failure.Advice, StringComparison.Ordinal);
        Assert.True(failure.Retriable);
    }

    [Fact]
    public async Task A_proxy_whose_name_cannot_be_resolved_is_named()
    {
        ChatFailure failure = await FailAsync(Far, new TransportOptions { Proxy = new Uri("http://proxy.invalid:3128") }, retries: 0);

        Assert.Contains("the proxy http://proxy.invalid:3128 cannot be reached: its host name ", failure.Summary, StringComparison.Ordinal);
        Assert.Equal([ConnectionCause.ProxyUnreachable], failure.Causes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_proxy_that_wants_to_know_who_calls_is_asked_once(bool isSecure)
    {
        await using RawServer proxy = new((_, _) => (407, "who are you?"));
        Uri address = new(proxy.BaseUrl.GetLeftPart(UriPartial.Authority));
        ChatFailure failure = await FailAsync(isSecure ? Far : FarInClear, new TransportOptions { Proxy = address });

        Assert.EndsWith(
            $"cannot be reached: the proxy {address.AbsoluteUri.TrimEnd('/')} wants to know who calls (407).", failure.Summary, StringComparison.Ordinal);
        Assert.Equal((FailureKind.ConnectionFailed, false, 1, 1), (failure.Kind, failure.Retriable, failure.Attempts, proxy.Requests.Length));
        Assert.Equal([ConnectionCause.ProxyWantsCredentials], failure.Causes);
        Assert.StartsWith("Tell the proxy a user and a password", failure.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain(ChatRun.Canary, isSecure ? string.Concat(proxy.Requests) : "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_does_not_take_the_password_says_so_without_showing_it()
    {
        await using RawServer proxy = new((_, _) => (407, ""));
        ChatFailure failure = await FailAsync(Far, new TransportOptions
        {
            Proxy = new Uri(proxy.BaseUrl.GetLeftPart(UriPartial.Authority)),
            ProxyUser = "me",
            ProxyPassword = new Secret("hunter2-0123456789"),
        });

        Assert.Contains("does not accept the user and password (407)", failure.Summary, StringComparison.Ordinal);
        Assert.Equal([ConnectionCause.ProxyRefusesCredentials], failure.Causes);
        Assert.DoesNotContain("hunter2", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_whom_the_environment_names_is_one_that_the_proxy_refuses()
    {
        // As the variables of a proxy are read: who calls stands in the proxy, not in what the call says.
        WebProxy proxy = new("http://proxy.example.test:3128") { Credentials = new NetworkCredential("me", "hunter2-0123456789") };
        using Refusing refusing = new();
        using ConnectionHandler handler = new(refusing, proxy);
        using HttpMessageInvoker invoker = new(handler);
        using HttpRequestMessage request = new(HttpMethod.Get, "http://llm.example.test/v1/models");

        ConnectionException thrown = await Assert.ThrowsAsync<ConnectionException>(() => invoker.SendAsync(request, TestContext.Current.CancellationToken));

        Assert.Equal([ConnectionCause.ProxyRefusesCredentials], thrown.Fault.Causes);
        Assert.DoesNotContain("hunter2", thrown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_opens_no_way_is_asked_once()
    {
        await using RawServer proxy = new((_, _) => (403, "no"));
        ChatFailure failure = await FailAsync(Far, new TransportOptions { Proxy = new Uri(proxy.BaseUrl.GetLeftPart(UriPartial.Authority)) });

        Assert.Contains("opens no way to llm.example.test (it answered 403)", failure.Summary, StringComparison.Ordinal);
        Assert.Equal((false, 1, 1), (failure.Retriable, failure.Attempts, proxy.Requests.Length));
    }

    [Fact]
    public async Task An_endpoint_that_says_407_itself_is_no_proxy()
    {
        await using RawServer server = new((_, _) => (407, "{}"));
        ChatFailure failure = await FailAsync(server.BaseUrl, NoProxy);

        Assert.Equal(407, failure.HttpStatus);
        Assert.Empty(failure.Causes);
    }

    [Fact]
    public async Task A_certificate_that_nobody_trusts_is_refused_once()
    {
        await using TlsServer server = new();
        ChatFailure failure = await FailAsync(server.BaseUrl, NoProxy);

        Assert.Equal($"{server.BaseUrl}/chat/completions cannot be reached: its certificate is signed by itself, and not trusted here.", failure.Summary);
        Assert.Equal((FailureKind.ConnectionFailed, false, 1, 1), (failure.Kind, failure.Retriable, failure.Attempts, server.Connections));
        Assert.Equal([ConnectionCause.CertificateUntrusted], failure.Causes);
        Assert.Contains("SSL_CERT_FILE", failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_is_trusted_answers_and_no_other_does()
    {
        await using TlsServer server = new();
        await using TlsServer other = new();
        using ChatTransport transport = _connect(NoProxy with { Trusted = new TrustedCertificates([server.Certificate]) });
        ChatRun run = await AskAsync(transport, server.BaseUrl);
        ChatRun refused = await AskAsync(transport, other.BaseUrl);

        Assert.Equal("hello", run.Reply.Text);
        Assert.Equal([ConnectionCause.CertificateUntrusted], refused.Failure!.Causes);
    }

    [Fact]
    public async Task A_certificate_of_another_name_is_refused_once_and_its_names_are_said()
    {
        await using TlsServer server = new("other.example.test");
        ChatFailure failure = await FailAsync(server.BaseUrl, NoProxy with { Trusted = new TrustedCertificates([server.Certificate]) });

        Assert.EndsWith("its certificate is for other.example.test, not for localhost.", failure.Summary, StringComparison.Ordinal);
        Assert.Equal((false, 1, 1), (failure.Retriable, failure.Attempts, server.Connections));
        Assert.Equal([ConnectionCause.CertificateOfOtherName], failure.Causes);
        Assert.StartsWith("Write a name that the certificate has into 'base_url'", failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_has_expired_is_refused_once_and_its_last_day_is_said()
    {
        await using TlsServer server = new(until: TimeSpan.FromDays(-2));
        string day = server.Certificate.NotAfter.ToUniversalTime().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        ChatFailure failure = await FailAsync(server.BaseUrl, NoProxy with { Trusted = new TrustedCertificates([server.Certificate]) });

        Assert.EndsWith($"its certificate expired on {day}.", failure.Summary, StringComparison.Ordinal);
        Assert.Equal((false, 1, 1), (failure.Retriable, failure.Attempts, server.Connections));
        Assert.Equal([ConnectionCause.CertificateOutOfTime], failure.Causes);
        Assert.StartsWith("Whoever runs the server has to renew it", failure.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_a_certificate_is_said_at_once()
    {
        await using TlsServer server = new("other.example.test", TimeSpan.FromDays(-2));
        ChatFailure failure = await FailAsync(server.BaseUrl, NoProxy);

        Assert.Equal(
            [ConnectionCause.CertificateOutOfTime, ConnectionCause.CertificateOfOtherName, ConnectionCause.CertificateUntrusted], failure.Causes);
    }

    [Fact]
    public async Task Https_to_a_port_that_speaks_http_is_tried_once()
    {
        using TestEndpoint server = TestEndpoint.Start();
        Uri secure = new UriBuilder(server.BaseUrl) { Scheme = "https", Host = "localhost" }.Uri;
        ChatFailure failure = await FailAsync(secure, NoProxy);

        Assert.EndsWith("cannot be reached: what is listening there speaks no TLS.", failure.Summary, StringComparison.Ordinal);
        Assert.Equal((false, 1), (failure.Retriable, failure.Attempts));
        Assert.Equal("Write 'http://' in 'base_url', or the port on which it speaks https.", failure.Advice);
    }

    [Fact]
    public async Task Http_to_a_port_that_answers_in_TLS_is_tried_once()
    {
        // An alert: "unexpected message".
        await using HangingUpServer server = new([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x0a]);
        ChatFailure failure = await FailAsync(server.BaseUrl, NoProxy);

        Assert.EndsWith("cannot be reached: what answers there does not speak HTTP.", failure.Summary, StringComparison.Ordinal);
        Assert.Equal((false, 1, 1), (failure.Retriable, failure.Attempts, server.Connections));
        Assert.Equal([ConnectionCause.NoHttp], failure.Causes);
        Assert.Equal("If it speaks TLS, write 'https://' in 'base_url'; else the port is another's.", failure.Advice);
    }

    [Fact]
    public async Task Http_to_a_port_that_speaks_TLS_and_hangs_up_is_advised_to_speak_it()
    {
        await using TlsServer server = new();
        ChatFailure failure = await FailAsync(new UriBuilder(server.BaseUrl) { Scheme = "http" }.Uri, NoProxy);

        Assert.Equal(FailureKind.ConnectionFailed, failure.Kind);
        Assert.EndsWith("does that port speak http and not https?", failure.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html><head><title>400 The plain HTTP request was sent to HTTPS port</title></head><body>nginx</body></html>")]
    [InlineData("Client sent an HTTP request to an HTTPS server.\n")]
    public async Task A_port_that_says_in_clear_text_that_it_wants_TLS_is_believed(string body)
    {
        await using RawServer server = new((_, _) => (400, body));
        ChatFailure failure = await FailAsync(server.BaseUrl, NoProxy);

        Assert.Equal("Write 'https://' in 'base_url': that port speaks TLS.", failure.Advice);
        Assert.Equal((false, 1), (failure.Retriable, failure.Attempts));
    }

    [Fact]
    public async Task The_certificate_of_a_proxy_is_not_taken_for_the_endpoints()
    {
        await using TlsServer proxy = new("other.example.test", TimeSpan.FromDays(-2));
        ChatFailure failure = await FailAsync(Far, new TransportOptions { Proxy = Authority(proxy.BaseUrl) });

        Assert.StartsWith(
            $"https://llm.example.test/v1/chat/completions cannot be reached: the proxy {Authority(proxy.BaseUrl).AbsoluteUri.TrimEnd('/')} cannot be reached: "
                + "its certificate expired on ",
            failure.Summary,
            StringComparison.Ordinal);
        Assert.Equal((false, 1, 1), (failure.Retriable, failure.Attempts, proxy.Connections));
        Assert.Equal(
            [ConnectionCause.CertificateOutOfTime, ConnectionCause.ProxyCertificateOfOtherName, ConnectionCause.CertificateUntrusted], failure.Causes);
        Assert.DoesNotContain("base_url", failure.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_proxy_that_is_called_over_TLS_and_speaks_none_is_named(bool isSecure)
    {
        await using HangingUpServer proxy = new("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"u8.ToArray());
        Uri address = new UriBuilder(Authority(proxy.BaseUrl)) { Scheme = "https" }.Uri;
        ChatFailure failure = await FailAsync(isSecure ? Far : FarInClear, new TransportOptions { Proxy = address });

        string named = $"the proxy {address.AbsoluteUri.TrimEnd('/')} cannot be reached";
        Assert.EndsWith($"{named}: what is listening there speaks no TLS.", failure.Summary, StringComparison.Ordinal);
        Assert.Equal([ConnectionCause.ProxyNoTls], failure.Causes);
        Assert.Equal((false, 1), (failure.Retriable, failure.Attempts));
    }

    [Fact]
    public async Task What_is_wrong_behind_a_proxy_that_is_trusted_is_not_the_proxys()
    {
        // It takes the way for opened, and answers the endpoint's handshake by hanging up.
        await using TlsServer proxy = new();
        ChatFailure failure = await FailAsync(
            Far, new TransportOptions { Proxy = Authority(proxy.BaseUrl), Trusted = new TrustedCertificates([proxy.Certificate]) });

        Assert.DoesNotContain("the proxy", failure.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_of_the_network_advises_no_request_id()
    {
        ChatFailure failure = await FailAsync(new Uri($"http://127.0.0.1:{FreePort()}/v1"), NoProxy, retries: 0);

        Assert.Null(failure.RequestId);
        Assert.DoesNotContain("request id", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_error_names_the_request_id_where_there_is_one_only()
    {
        await using RawServer server = new((_, _) => (500, "{}"));
        ChatFailure failure = await FailAsync(server.BaseUrl, NoProxy, retries: 0);

        Assert.Equal("Look at the endpoint's own logs.", failure.Advice);
    }

    private async Task<ChatFailure> FailAsync(Uri endpoint, TransportOptions options, int retries = 2)
    {
        using ChatTransport transport = _connect(options);
        return (await AskAsync(transport, endpoint, retries)).Failure!;
    }

    private static Task<ChatRun> AskAsync(ChatTransport transport, Uri endpoint, int retries = 2)
    {
        RetryingProvider provider = new(new OpenAIChatProvider(transport, TimeProvider.System), TimeProvider.System, new Random(1));
        return ChatRun.OfAsync(provider, ChatRun.Request with
        {
            BaseUrl = endpoint,
            Retries = new RetryOptions { MaximumRetryCount = retries, Interval = TimeSpan.FromMilliseconds(1) },
        });
    }

    private static Uri Authority(Uri address) => new(address.GetLeftPart(UriPartial.Authority));

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class Refusing : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.ProxyAuthenticationRequired));
    }
}
