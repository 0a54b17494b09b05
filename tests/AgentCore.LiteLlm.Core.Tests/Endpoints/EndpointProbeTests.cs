using AgentCore.LiteLlm.Endpoints;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.TestEndpoints;
using AgentCore.LiteLlm.Wire;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Endpoints;

public sealed class EndpointProbeTests : IDisposable
{
    private readonly ChatTransport _transport = ChatTransport.OverHttp();

    public void Dispose() => _transport.Dispose();

    [Theory]
    [InlineData("test-model", true)]
    [InlineData("Test-Model", false)]
    [InlineData("openai/gpt-4o", true)]
    [InlineData("anthropic/claude", false)]
    [InlineData("gemini-x", true)]
    public async Task A_model_is_known_by_its_name_or_its_route(string model, bool isKnown)
    {
        using TestEndpoint endpoint = TestEndpoint.Start(new TestEndpointOptions { Models = ["test-model", "openai/*", "models/gemini-x"] });

        EndpointReport report = await ProbeAsync(endpoint.BaseUrl, model);

        Assert.Equal((true, true, isKnown, isKnown), (report.Reachable, report.Authorized, report.ModelKnown, report.IsReady));
        Assert.Equal(isKnown, report.Hint is null);
        Assert.Equal(3, report.ModelCount);
        Assert.NotNull(report.Latency);
        Assert.Single(endpoint.Requests);
    }

    [Fact]
    public async Task Nobody_there_is_a_report()
    {
        Uri gone;
        using (TestEndpoint endpoint = TestEndpoint.Start())
        {
            gone = endpoint.BaseUrl;
        }

        EndpointReport report = await ProbeAsync(gone, "m");

        Assert.Equal((false, null, null, false), (report.Reachable, report.Authorized, report.ModelKnown, report.IsReady));
        Assert.Equal(FailureKind.ConnectionFailed, report.Failure?.Kind);
        Assert.NotNull(report.Hint);
    }

    [Fact]
    public async Task A_wrong_key_is_told_from_a_wrong_model()
    {
        using TestEndpoint endpoint = TestEndpoint.Start(new TestEndpointOptions { ApiKey = "another" });

        EndpointReport report = await ProbeAsync(endpoint.BaseUrl, "test-model");

        Assert.Equal((true, false, null, 401, false), (report.Reachable, report.Authorized, report.ModelKnown, report.HttpStatus, report.IsReady));
        Assert.Equal(FailureKind.AuthenticationFailed, report.Failure?.Kind);
    }

    [Fact]
    public async Task A_missing_version_is_found_out()
    {
        using TestEndpoint endpoint = TestEndpoint.Start(new TestEndpointOptions { RequireBasePath = true });

        EndpointReport report = await ProbeAsync(endpoint.Uri, "test-model");

        Assert.Equal((true, null, 404, false), (report.Reachable, report.ModelKnown, report.HttpStatus, report.IsReady));
        Assert.Equal($"Set 'base_url' to {endpoint.BaseUrl.AbsoluteUri}: the models are listed there.", report.Hint);
    }

    [Fact]
    public async Task A_proxy_says_its_version_to_anybody_and_its_paid_health_is_never_asked()
    {
        using TestEndpoint endpoint = TestEndpoint.Start();
        endpoint.Enqueue(new TestReply.Http(200, """{"data":[{"id":"m","created":1677610602}]}""") { WhenPathEndsWith = "/models" });
        endpoint.Enqueue(new TestReply.Http(200, """{"status":"healthy","litellm_version":"1.82.8"}""") { WhenPathEndsWith = "/health/readiness" });

        EndpointReport report = await ProbeAsync(endpoint.BaseUrl, "m");

        Assert.True(report.IsReady);
        Assert.Equal("1.82.8", report.LiteLlmVersion);
        Assert.Equal("Malicious", report.Advisories[0].Kind);
        Assert.Equal(["/v1/models", "/health/readiness"], endpoint.Requests.Select(r => r.Path));
        Assert.Null(endpoint.Requests[1].FindHeader("Authorization"));
        Assert.Equal("g", endpoint.Requests[1].FindHeader("CF-Access-Client-Id"));
    }

    [Theory]
    [InlineData(400, """{"error":{"message":"No connected db.","type":"no_db_connection","param":null,"code":"400"}}""", "no database to look keys up in")]
    [InlineData(400, """{"error":{"message":"Authentication Error - Expired Key.","type":"expired_key","param":"k","code":"400"}}""", "has expired")]
    [InlineData(401, """{"error":{"message":"Authentication Error, Key is blocked.","type":"auth_error","code":"401"}}""", "is blocked")]
    [InlineData(403, """{"detail":"Virtual key is not allowed to call this route. Only allowed to call routes: ['/v1/x']"}""", "may not call this route")]
    public async Task A_key_that_is_not_taken_is_told_with_its_reason_whatever_the_status(int status, string refusal, string reason)
    {
        using TestEndpoint endpoint = TestEndpoint.Start();
        endpoint.Enqueue(new TestReply.Http(status, refusal) { WhenPathEndsWith = "/models" });

        EndpointReport report = await ProbeAsync(endpoint.BaseUrl, "m");

        Assert.Equal((true, false, false), (report.Reachable, report.Authorized, report.IsReady));
        Assert.Contains(reason, report.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_of_the_proxys_own_that_is_not_taken_is_not_blamed_on_the_callers()
    {
        using TestEndpoint endpoint = TestEndpoint.Start();
        const string Refusal = """{"error":{"message":"litellm.AuthenticationError: OpenAIException - Invalid API key","type":"auth_error","code":"401"}}""";
        endpoint.Enqueue(new TestReply.Http(401, Refusal) { WhenPathEndsWith = "/models" });

        EndpointReport report = await ProbeAsync(endpoint.BaseUrl, "m");

        Assert.Null(report.Authorized);
        Assert.Contains("the proxy's own key", report.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"error":{"message":"no","type":"auth_error","code":"401"}}""", 2)]
    [InlineData("""{"error":{"message":"no","type":"invalid_request_error","code":"401"}}""", 1)]
    public async Task Only_a_proxy_is_asked_for_its_version(string refusal, int requests)
    {
        using TestEndpoint endpoint = TestEndpoint.Start();
        endpoint.Enqueue(new TestReply.Http(401, refusal) { WhenPathEndsWith = "/models" });

        EndpointReport report = await ProbeAsync(endpoint.BaseUrl, "m");

        Assert.Equal(requests, endpoint.Requests.Length);
        Assert.Null(report.LiteLlmVersion);
    }

    private Task<EndpointReport> ProbeAsync(Uri baseUrl, string model)
    {
        EndpointQuery query = new()
        {
            BaseUrl = baseUrl,
            Headers =
            [
                new SecretHeader("Authorization", new Secret("sk-canary-0123456789"), "Bearer "), new SecretHeader("CF-Access-Client-Id", new Secret("g")),
            ],
        };
        return new EndpointProbe(new EndpointClient(_transport, TimeProvider.System)).ProbeAsync(query, model, TestContext.Current.CancellationToken);
    }
}
