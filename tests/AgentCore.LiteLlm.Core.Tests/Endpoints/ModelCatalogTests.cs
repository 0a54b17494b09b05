using System.Collections.Immutable;
using AgentCore.LiteLlm.Endpoints;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.TestEndpoints;
using AgentCore.LiteLlm.Wire;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Endpoints;

public sealed class ModelCatalogTests : IDisposable
{
    private const string Canary = "sk-canary-0123456789";

    private const string LiteLlmList =
        """{"object":"list","data":[{"id":"a","object":"model","created":1677610602,"owned_by":"openai"},{"id":"b","object":"model","created":"""
            + """1677610602,"owned_by":"openai"}]}""";

    private readonly ChatTransport _transport = ChatTransport.OverHttp();

    public void Dispose() => _transport.Dispose();

    [Fact]
    public async Task A_list_is_read_with_what_its_server_adds()
    {
        using TestEndpoint endpoint = Serve(
            """{"data":[{"id":"x/y","created":1700000000,"context_length":1000,"pricing":{"prompt":"0.0000015","completion":"0.000002"},"top_provider":"""
                + """{"max_completion_tokens":99}},{"id":"","owned_by":3},{"id":7},5,{"id":"v","max_model_len":4096,"owned_by":"vllm"}]}""");

        (ImmutableArray<AgentModelInfo> models, string? missing) = await ReadAsync(endpoint);

        Assert.Null(missing);
        Assert.Equal(["x/y", "v"], models.Select(m => m.Id));
        Assert.Equal(
            (1000L, 99L, 0.0000015m, 0.000002m),
            (models[0].MaxInputTokens, models[0].MaxOutputTokens, models[0].InputCostPerToken, models[0].OutputCostPerToken));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1700000000), models[0].Created);
        Assert.Equal((4096L, "vllm"), (models[1].MaxInputTokens, models[1].OwnedBy));
        Assert.Single(endpoint.Requests);
    }

    [Fact]
    public async Task A_proxy_says_more_and_where_deployments_differ_the_least_is_promised()
    {
        using TestEndpoint endpoint = Serve(LiteLlmList, """
            {"data":[{"model_name":"a","litellm_params":{"api_key":"x"},
             "model_info":{"mode":"chat","max_input_tokens":100,"input_cost_per_token":1e-6,"supports_vision":true,"litellm_provider":"openai"}},
            {"model_name":"a",
             "model_info":{"mode":"chat","max_input_tokens":50,"max_output_tokens":7,"input_cost_per_token":2e-6,"supports_vision":false,
             "supports_function_calling":null,"litellm_provider":"azure"}},
            {"model_name":"hidden","model_info":{}},{"model_name":3},null]}
            """);

        (ImmutableArray<AgentModelInfo> models, string? missing) = await ReadAsync(endpoint);

        Assert.Null(missing);
        Assert.Equal(["a", "b"], models.Select(m => m.Id));
        AgentModelInfo merged = models[0];
        Assert.Equal(
            ("chat", 50L, 7L, 0.000002m, null, 2),
            (merged.Mode, merged.MaxInputTokens, merged.MaxOutputTokens, merged.InputCostPerToken, merged.Provider, merged.Deployments));
        Assert.Equal((false, null), (merged.SupportsVision, merged.SupportsTools));
        Assert.Null(models[1].Deployments);
        Assert.Null(merged.Created);
    }

    [Fact]
    public async Task A_model_without_a_price_does_not_cost_0()
    {
        using TestEndpoint endpoint = Serve(LiteLlmList, """
            {"data":[{"model_name":"a","model_info":{"input_cost_per_token":0,"output_cost_per_token":0}},
            {"model_name":"b","model_info":{"input_cost_per_token":1e-7,"output_cost_per_token":0}}]}
            """);

        (ImmutableArray<AgentModelInfo> models, _) = await ReadAsync(endpoint);

        Assert.Equal((null, null), (models[0].InputCostPerToken, models[0].OutputCostPerToken));
        Assert.Equal((0.0000001m, 0m), (models[1].InputCostPerToken, models[1].OutputCostPerToken));
    }

    [Fact]
    public async Task A_proxy_that_keeps_its_details_back_still_lists()
    {
        using TestEndpoint endpoint = Serve(LiteLlmList);
        endpoint.Enqueue(new TestReply.Failure(403, "not for you") { WhenPathEndsWith = "/model/info" });

        (ImmutableArray<AgentModelInfo> models, string? missing) = await ReadAsync(endpoint);

        Assert.Equal(2, models.Length);
        Assert.Contains("403", missing, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, """{"error":{"message":"no","type":"invalid_request_error","code":"invalid_api_key"}}""", FailureKind.AuthenticationFailed)]
    [InlineData(404, "{}", FailureKind.WrongPath)]
    [InlineData(302, "", FailureKind.WrongPath)]
    [InlineData(503, "down", FailureKind.GatewayError)]
    [InlineData(200, "<html>login</html>", FailureKind.ReplyInvalid)]
    [InlineData(200, "", FailureKind.ReplyInvalid)]
    [InlineData(200, """{"error":"Unexpected endpoint"}""", FailureKind.WrongPath)]
    [InlineData(200, """{"data":{}}""", FailureKind.ReplyInvalid)]
    public async Task What_is_no_list_fails_as_a_call_does(int status, string body, FailureKind kind)
    {
        using TestEndpoint endpoint = TestEndpoint.Start();
        endpoint.Enqueue(new TestReply.Http(status, body) { WhenPathEndsWith = "/models" });

        ChatException failed = await Assert.ThrowsAsync<ChatException>(() => ReadAsync(endpoint));

        Assert.Equal(kind, failed.Failure.Kind);
        Assert.EndsWith("/v1/models", failed.Failure.Endpoint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_goes_with_the_question_and_never_comes_back()
    {
        using TestEndpoint endpoint = TestEndpoint.Start();
        endpoint.Enqueue(new TestReply.Failure(401, $"the key {Canary} is wrong") { WhenPathEndsWith = "/models" });

        ChatException failed = await Assert.ThrowsAsync<ChatException>(() => ReadAsync(endpoint));

        Assert.Equal("Bearer " + Canary, endpoint.Requests[0].FindHeader("Authorization"));
        Assert.StartsWith("AgentCore.LiteLlm/", endpoint.Requests[0].FindHeader("User-Agent"), StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, failed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_ends_at_its_limit()
    {
        using TestEndpoint endpoint = TestEndpoint.Start();
        endpoint.Enqueue(new TestReply.Raw(new TestStep.Hold()) { WhenPathEndsWith = "/models" });

        ChatException failed = await Assert.ThrowsAsync<ChatException>(() => ReadAsync(endpoint, TimeSpan.FromMilliseconds(200)));

        Assert.Equal(FailureKind.TimedOut, failed.Failure.Kind);
    }

    [Fact]
    public async Task A_caller_who_stops_is_heard_at_once()
    {
        using TestEndpoint endpoint = TestEndpoint.Start();
        endpoint.Enqueue(new TestReply.Raw(new TestStep.Hold()) { WhenPathEndsWith = "/models" });
        using CancellationTokenSource stop = new();
        Task asking = new ModelCatalog(new EndpointClient(_transport, TimeProvider.System)).ReadAsync(
            new EndpointQuery { BaseUrl = endpoint.BaseUrl }, stop.Token);
        await endpoint.WaitForRequestAsync(0, TestContext.Current.CancellationToken);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    private static TestEndpoint Serve(string list, string? info = null)
    {
        TestEndpoint endpoint = TestEndpoint.Start();
        endpoint.Enqueue(new TestReply.Http(200, list) { WhenPathEndsWith = "/models" });
        if (info is not null)
        {
            endpoint.Enqueue(new TestReply.Http(200, info) { WhenPathEndsWith = "/model/info" });
        }

        return endpoint;
    }

    private Task<(ImmutableArray<AgentModelInfo> Models, string? Missing)> ReadAsync(TestEndpoint endpoint, TimeSpan? limit = null)
    {
        EndpointQuery query = new()
        {
            BaseUrl = endpoint.BaseUrl,
            Headers = [new SecretHeader("Authorization", new Secret(Canary), "Bearer ")],
            TimeLimit = limit ?? TimeSpan.FromSeconds(30),
        };
        return new ModelCatalog(new EndpointClient(_transport, TimeProvider.System)).ReadAsync(query, TestContext.Current.CancellationToken);
    }
}
