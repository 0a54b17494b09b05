using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>A remote agent on this machine that answers what its test says, and keeps what it was sent.</summary>
internal sealed class OddAgent : IAsyncDisposable
{
    private readonly WebApplication _app;

    private OddAgent(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    /// <summary>Gets the requests: the path, the method of the protocol, where there is one, and the body.</summary>
    public ConcurrentQueue<(string Path, string? Method, string Body)> Requests { get; } = new();

    /// <summary>Gets or sets the card; null where there is none.</summary>
    public Func<Uri, string?> Card { get; set; } = Current;

    /// <summary>Gets or sets what answers a message of the protocol.</summary>
    public Func<string, HttpContext, string, Task> Answer { get; set; } = (_, context, _) => Say(context, Done("x"));

    public static async Task<OddAgent> StartAsync(CancellationToken token)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        OddAgent agent = new(app);
        app.Run(agent.TakeAsync);
        await app.StartAsync(token);
        return agent;
    }

    public static string Current(Uri at) =>
        $$"""{"name":"Odd","supportedInterfaces":[{"url":"{{at}}rpc","protocolBinding":"JSONRPC","protocolVersion":"1.0"}]}""";

    public static string Done(string text) => Task("TASK_STATE_COMPLETED", $$"""
        ,"artifacts":[{"artifactId":"1","parts":[{"text":{{JsonSerializer.Serialize(text)}}}]}]
        """);

    public static string Task(string state, string more = "") => $$"""{"id":"t1","status":{"state":"{{state}}"}{{more}}}""";

    public static Task Say(HttpContext context, string result) => Write(context, 200, $$"""{"jsonrpc":"2.0","id":"1","result":{{result}}}""");

    public static async Task Write(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using StreamReader reader = new(context.Request.Body);
        string body = await reader.ReadToEndAsync();
        if (context.Request.Method == "GET")
        {
            Requests.Enqueue((context.Request.Path, null, body));
            string? card = context.Request.Path.Value == "/.well-known/agent-card.json" ? Card(Address) : null;
            await Write(context, card is null ? 404 : 200, card ?? "{}");
            return;
        }

        using JsonDocument json = JsonDocument.Parse(body);
        string method = json.RootElement.GetProperty("method").GetString()!;
        Requests.Enqueue((context.Request.Path, method, body));
        await Answer(method, context, body);
    }
}
