using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.ToolServers;
using AgentCore.LiteLlm.ToolServers.Connections;
using AgentCore.LiteLlm.ToolServers.Offers;
using AgentCore.LiteLlm.ToolServers.Results;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace AgentCore.LiteLlm.Tests.ToolServers.Connections;

/// <summary>Connections over HTTP: to a server of the newest protocol, and to an older one with sessions.</summary>
public sealed class WebLinkTests
{
    private const string Key = "q7Wz0Lk3Jd8Xv2Nb5Tc9Rm4F";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_newest_protocol_is_spoken_where_the_server_does()
    {
        await using WebToolServer server = await WebToolServer.StartAsync(isStateless: true, Token);
        await using SdkLink link = await ToolServerPackages.OpenAsync(server.Target(), Token);

        Assert.Equal("2026-07-28", link.Identity.Protocol);
        Assert.Equal("echo: hi", await EchoAsync(link));
        Assert.DoesNotContain(server.Requests, r => r.Method != "POST");
        Assert.All(server.Requests, r => Assert.Equal("2026-07-28", r.Headers["MCP-Protocol-Version"]));
    }

    [Fact]
    public async Task An_argument_that_a_server_wants_as_a_header_too_is_sent_as_one()
    {
        await using WebToolServer server = await WebToolServer.StartAsync(isStateless: true, Token);
        await using SdkLink link = await ToolServerPackages.OpenAsync(server.Target(), Token);
        await link.AskAsync("tools/list", Json("{}"), Token);

        JsonElement answer = await link.AskAsync("tools/call", Json("""{"name":"routed","arguments":{"region":"eu-1","message":"hi"}}"""), Token);

        Assert.Equal("eu-1: hi", answer.Items("content").Single().FindText("text"));
        Assert.Equal("eu-1", server.Requests.Last().Headers["Mcp-Param-Region"]);
    }

    [Fact]
    public async Task A_server_with_sessions_is_spoken_with_and_told_of_the_end()
    {
        await using WebToolServer server = await WebToolServer.StartAsync(isStateless: false, Token);
        SdkLink link = await ToolServerPackages.OpenAsync(server.Target(), Token);

        Assert.Equal("echo: hi", await EchoAsync(link));
        await link.DisposeAsync();

        Assert.DoesNotContain(server.Requests, r => r.Method == "GET");
    }

    [Fact]
    public async Task Every_request_has_the_headers()
    {
        await using WebToolServer server = await WebToolServer.StartAsync(isStateless: false, Token);
        await using (SdkLink link = await ToolServerPackages.OpenAsync(server.Target(new SecretHeader("Authorization", new Secret(Key), "Bearer ")), Token))
        {
            await EchoAsync(link);
        }

        Assert.All(server.Requests, r => Assert.Equal($"Bearer {Key}", r.Headers["Authorization"]));
    }

    [Fact]
    public async Task A_redirect_is_refused_and_nothing_is_sent_there()
    {
        await using WebToolServer other = await WebToolServer.StartAsync(isStateless: true, Token);
        await using WebToolServer server = await WebToolServer.StartAsync(isStateless: true, Token);
        server.Instead = (context, _) =>
        {
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = other.Address.AbsoluteUri;
            return Task.FromResult(true);
        };

        ToolServerException e = await Assert.ThrowsAsync<ToolServerException>(
            () => ToolServerPackages.OpenAsync(server.Target(new SecretHeader("X-Key", new Secret(Key))), Token));

        Assert.Equal(ServerProblem.Unreadable, e.Problem);
        Assert.Contains("redirect (status 307)", e.Message, StringComparison.Ordinal);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task A_challenge_is_reported_and_not_answered()
    {
        await using WebToolServer server = await WebToolServer.StartAsync(isStateless: true, Token);
        server.Instead = (context, _) =>
        {
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = "Bearer resource_metadata=\"http://127.0.0.1:1/x\"";
            return Task.FromResult(true);
        };

        ToolServerException e = await Assert.ThrowsAsync<ToolServerException>(() => ToolServerPackages.OpenAsync(server.Target(), Token));

        Assert.Equal(ServerProblem.Unauthorized, e.Problem);
        Assert.Contains("It asks for: Bearer resource_metadata", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_that_is_gone_is_said_so()
    {
        await using WebToolServer server = await WebToolServer.StartAsync(isStateless: false, Token);
        await using SdkLink link = await ToolServerPackages.OpenAsync(server.Target(), Token);
        server.Instead = (context, _) =>
        {
            context.Response.StatusCode = 404;
            return Task.FromResult(true);
        };

        ToolServerException e = await Assert.ThrowsAsync<ToolServerException>(() => EchoAsync(link));

        Assert.Equal(ServerProblem.SessionGone, e.Problem);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(500)]
    public async Task A_call_whose_answer_breaks_off_is_never_made_again(int status)
    {
        await using WebToolServer server = await WebToolServer.StartAsync(isStateless: false, Token);
        int calls = 0;
        server.Instead = async (context, body) =>
        {
            if (context.Request.Method == "GET")
            {
                context.Response.StatusCode = status;
                return true;
            }

            if (!body.Contains("tools/call", StringComparison.Ordinal))
            {
                return false;
            }

            calls++;
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("id: 1\nretry: 1\ndata: \n\n", Token);
            return true;
        };
        await using ServerConnection connection = new(
            "web", async ended => await ToolServerPackages.OpenAsync(server.Target(), ended), TimeSpan.FromMinutes(1));
        ServerTool tool = (await connection.ListAsync(Token))["echo"];

        ToolServerException e = await Assert.ThrowsAsync<ToolServerException>(
            () => connection.CallAsync(tool, Json("{}"), TimeSpan.FromSeconds(30), isIdempotent: false, isBound: false, Token));

        Assert.Equal((1, ServerProblem.Lost), (calls, e.Problem));
    }

    [Fact]
    public async Task A_call_that_fails_ends_no_other_that_waits()
    {
        await using WebToolServer server = await WebToolServer.StartAsync(isStateless: false, Token);
        TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Instead = async (context, body) =>
        {
            if (body.Contains("slow", StringComparison.Ordinal))
            {
                held.SetResult();
                await failed.Task.WaitAsync(Token);
            }

            bool fails = body.Contains("fail", StringComparison.Ordinal);
            context.Response.StatusCode = fails ? 503 : 200;
            return fails;
        };
        await using ServerConnection connection = new(
            "web", async ended => await ToolServerPackages.OpenAsync(server.Target(), ended), TimeSpan.FromMinutes(1));
        ServerTool tool = (await connection.ListAsync(Token))["echo"];
        Task<JsonElement> slow = CallAsync("slow");
        await held.Task.WaitAsync(Token);

        await Assert.ThrowsAsync<ToolServerException>(() => CallAsync("fail"));
        failed.SetResult();

        Assert.Contains("echo: slow", (await slow).GetRawText(), StringComparison.Ordinal);
        Assert.Contains("echo: next", (await CallAsync("next")).GetRawText(), StringComparison.Ordinal);

        Task<JsonElement> CallAsync(string message) => connection.CallAsync(
            tool, Json($$"""{"message":"{{message}}"}"""), TimeSpan.FromMinutes(1), isIdempotent: false, isBound: false, Token);
    }

    [Fact]
    public async Task A_server_that_wants_input_of_a_person_is_asked_once_and_gets_none()
    {
        await using WebToolServer server = await WebToolServer.StartAsync(isStateless: true, Token);
        int calls = 0;
        server.Instead = async (context, body) =>
        {
            if (!body.Contains("tools/call", StringComparison.Ordinal))
            {
                return false;
            }

            calls++;
            using JsonDocument asked = JsonDocument.Parse(body);
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(
                "{\"jsonrpc\":\"2.0\",\"id\":" + asked.RootElement.GetProperty("id").GetRawText() + """
                    ,"result":{"resultType":"input_required","requestState":"s","inputRequests":{"a":{"method":"elicitation/create",
                     "params":{"message":"your password?","requestedSchema":{"type":"object","properties":{}}}}}}}
                    """, Token);
            return true;
        };
        await using SdkLink link = await ToolServerPackages.OpenAsync(server.Target(), Token);

        ToolServerException e = await Assert.ThrowsAsync<ToolServerException>(() => EchoAsync(link));

        Assert.Equal((1, ServerProblem.Refused), (calls, e.Problem));
        Assert.Contains("nobody can be asked", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_there_is_said_so()
    {
        WebToolServer server = await WebToolServer.StartAsync(isStateless: true, Token);
        ServerTarget.Web target = server.Target();
        await server.DisposeAsync();

        ToolServerException e = await Assert.ThrowsAsync<ToolServerException>(() => ToolServerPackages.OpenAsync(target, Token));

        Assert.Equal(ServerProblem.Unreachable, e.Problem);
    }

    [Fact]
    public async Task More_than_is_read_is_not_read()
    {
        await using WebToolServer server = await WebToolServer.StartAsync(isStateless: true, Token);
        await using SdkLink link = await ToolServerPackages.OpenAsync(server.Target(), Token);
        server.Instead = async (context, _) =>
        {
            context.Response.ContentType = "application/json";
            byte[] chunk = Encoding.UTF8.GetBytes(new string(' ', 1024 * 1024));
            for (int sent = 0; sent < 50 && !context.RequestAborted.IsCancellationRequested; sent++)
            {
                await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
            }

            return true;
        };

        ToolServerException e = await Assert.ThrowsAsync<ToolServerException>(() => EchoAsync(link));

        Assert.Contains("longer than is read", e.Message, StringComparison.Ordinal);
    }

    private static async Task<string> EchoAsync(SdkLink link) => new ResultReader(1000, seesImages: false, TokenMask.Apply).Read(
        await link.AskAsync("tools/call", Json("""{"name":"echo","arguments":{"message":"hi"}}"""), Token)).Text;

    private static JsonElement Json(string text)
    {
        using JsonDocument json = JsonDocument.Parse(text);
        return json.RootElement.Clone();
    }
}
