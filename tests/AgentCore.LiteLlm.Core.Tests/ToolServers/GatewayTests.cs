using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Aws;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.ToolServers;
using AgentCore.LiteLlm.ToolServers.Connections;
using AgentCore.LiteLlm.ToolServers.Offers;
using AgentCore.LiteLlm.ToolServers.Settings;
using AgentCore.LiteLlm.Variables;
using Xunit;

namespace AgentCore.LiteLlm.Tests.ToolServers;

/// <summary>Tools behind a gateway, with every way to prove who asks.</summary>
public sealed class GatewayTests
{
    private const string Key = "q7Wz0Lk3Jd8Xv2Nb5Tc9Rm4F";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("orders___get_order")]
    [InlineData("orders-get_order")]
    public async Task A_tool_is_found_by_its_target_and_its_name(string name)
    {
        await using WebToolServer server = await WebToolServer.StartAsync(isStateless: true, Token, name, "other___get_order");
        await using ToolServerSession session = Session(("AGENTCORE_GATEWAY_URL", server.Address.GetLeftPart(UriPartial.Authority) + "/"));

        ToolOffers offers = (await OfferAsync(session, "auth_type: none")).Value!;
        ToolResult result = await session.CallAsync(offers.Tools[0], Json("""{"message":"hi"}"""), 1000, false, false, Token);

        Assert.Equal(("get_order", $"{name}: hi"), (offers.Tools[0].Definition.Name, result.Text));
        Assert.True(offers.Tools[0].Definition.IsBehindGateway);
        Assert.Contains(name, offers.Tools[0].Definition.OtherNames);
    }

    [Fact]
    public async Task A_token_is_read_at_each_connection()
    {
        await using WebToolServer server = await WebToolServer.StartAsync(isStateless: false, Token, "orders___get_order");
        Dictionary<string, string> variables = new(StringComparer.Ordinal) { ["JWT"] = Key, ["AGENTCORE_GATEWAY_URL"] = server.Address.AbsoluteUri };
        await using ToolServerSession session = new(ServerFile.None, new LinkOptions(), new ChangingVariables(variables), TimeProvider.System);
        ToolOffers offers = (await OfferAsync(session, "auth_type: custom_jwt, jwt_env_var: JWT")).Value!;
        Assert.All(server.Requests, r => Assert.Equal($"Bearer {Key}", r.Headers["Authorization"]));

        // The session is gone, once, and by then there is another token.
        variables["JWT"] = "another9Rm4Fq7Wz0Lk3";
        int gone = 1;
        server.Instead = (context, body) =>
        {
            bool isGone = body.Contains("tools/call", StringComparison.Ordinal) && Interlocked.Exchange(ref gone, 0) == 1;
            context.Response.StatusCode = isGone ? 404 : 200;
            return Task.FromResult(isGone);
        };
        ToolResult result = await session.CallAsync(offers.Tools[0], Json("""{"message":"hi"}"""), 1000, false, false, Token);

        Assert.Equal("orders___get_order: hi", result.Text);
        Assert.Equal("Bearer another9Rm4Fq7Wz0Lk3", server.Requests.Last(r => r.Method == "POST").Headers["Authorization"]);
    }

    [Fact]
    public async Task A_LiteLLM_proxy_that_serves_the_model_gets_the_key_that_it_gets_anyway()
    {
        await using WebToolServer server = await WebToolServer.StartAsync(isStateless: true, Token, "orders-get_order");
        string origin = server.Address.GetLeftPart(UriPartial.Authority);
        await using ToolServerSession session = Session(("AGENTCORE_GATEWAY_URL", origin), ("KEY", Key));

        Assert.True((await OfferAsync(session, "auth_type: none", $"{origin}/v1", ("KEY", Key))).IsUsable);

        Assert.All(server.Requests, r => Assert.Equal($"Bearer {Key}", r.Headers["x-litellm-api-key"]));
        Assert.All(server.Requests, r => Assert.DoesNotContain("Authorization", r.Headers.Keys));
    }

    [Fact]
    public async Task Any_other_gateway_gets_no_key_of_the_model()
    {
        await using WebToolServer server = await WebToolServer.StartAsync(isStateless: true, Token, "orders-get_order");
        await using ToolServerSession session = Session(("AGENTCORE_GATEWAY_URL", server.Address.AbsoluteUri), ("KEY", Key));

        Assert.True((await OfferAsync(session, "auth_type: none", "http://localhost:1", ("KEY", Key))).IsUsable);

        Assert.All(server.Requests, r => Assert.DoesNotContain(r.Headers.Values, v => v.Contains(Key, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Every_request_is_signed_over_what_is_sent()
    {
        await using WebToolServer server = await WebToolServer.StartAsync(isStateless: false, Token, "orders___get_order");
        await using (ToolServerSession session = Session(
            ("AGENTCORE_GATEWAY_URL", server.Address.AbsoluteUri), ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"), ("AWS_SECRET_ACCESS_KEY", Key),
            ("AWS_SESSION_TOKEN", "token9Rm4Fq7Wz0Lk3"), ("AWS_REGION", "eu-central-1")))
        {
            ToolOffers offers = (await OfferAsync(session, "auth_type: aws_iam")).Value!;
            await session.CallAsync(offers.Tools[0], Json("""{"message":"hi"}"""), 1000, false, false, Token);
        }

        AwsCredentials credentials = new("AKIDEXAMPLE", new Secret(Key), new Secret("token9Rm4Fq7Wz0Lk3"));
        Assert.True(server.Requests.Count > 3);
        foreach ((string method, Dictionary<string, string> headers, byte[] body) in server.Requests)
        {
            string[] names = headers["Authorization"].Split("SignedHeaders=")[1].Split(',')[0].Split(';');
            DateTimeOffset time = DateTimeOffset.ParseExact(
                headers["X-Amz-Date"], "yyyyMMdd'T'HHmmss'Z'", null, System.Globalization.DateTimeStyles.AssumeUniversal);
            string again = Signature.Sign(
                method, "/mcp", names.Select(n => KeyValuePair.Create(n, headers[n])), body, credentials,
                new SignatureScope("eu-central-1", "bedrock-agentcore", time));
            Assert.Equal(again, headers["Authorization"]);
            Assert.Contains("x-amz-security-token", names);
            Assert.Contains("host", names);
        }
    }

    [Theory]
    [InlineData("auth_type: custom_jwt, jwt_env_var: JWT", "'JWT', which holds the token, is not set")]
    [InlineData("auth_type: aws_iam, region: eu-central-1", "aws configure export-credentials --format env")]
    [InlineData("auth_type: aws_iam", "neither 'gateway.region' nor AWS_REGION")]
    public async Task What_is_missing_to_prove_who_asks_ends_the_run(string gateway, string words)
    {
        await using WebToolServer server = await WebToolServer.StartAsync(isStateless: true, Token, "orders___get_order");
        await using ToolServerSession session = Session(("AGENTCORE_GATEWAY_URL", server.Address.AbsoluteUri), ("HOME", "/nowhere"));

        Diagnostic found = Assert.Single((await OfferAsync(session, gateway)).Diagnostics);

        Assert.Equal(DiagnosticCodes.ToolServerUnavailable, found.Code);
        Assert.Contains(words, found.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    private static ToolServerSession Session(params (string, string)[] variables) =>
        new(ServerFile.None, new LinkOptions(), new FixedVariables(variables), TimeProvider.System);

    private static Task<Checked<ToolOffers>> OfferAsync(
        ToolServerSession session, string gateway, string baseUrl = "http://localhost:1", params (string, string)[] variables)
    {
        string key = variables.Length > 0 ? ", api_key_env: KEY" : "";
        string yaml = $"""
            id: a
            name: A
            version: "1.0.0"
            prompt_ref: p
            model: {"{"} provider: litellm, model_id: m, temperature: 0.1, max_tokens: 10, base_url: "{baseUrl}"{key} {"}"}
            gateway: {"{"} {gateway} {"}"}
            tools: [{"{"} mcp: orders, tools: [get_order] {"}"}]
            """;
        Checked<AgentBlueprint> blueprint = BlueprintReader.Read(Encoding.UTF8.GetBytes(yaml), "a.yaml");
        ResolvedModel model = ModelResolver.Resolve(blueprint.Value!, new ModelOverrides(), new FixedVariables(variables)).Value!;
        return new OfferMaker(session, model).MakeAsync([], Token);
    }

    private static JsonElement Json(string text)
    {
        using JsonDocument json = JsonDocument.Parse(text);
        return json.RootElement.Clone();
    }

    private sealed class ChangingVariables(Dictionary<string, string> values) : IVariables
    {
        public string? Find(string name) => values.GetValueOrDefault(name);
    }
}
