using System.Collections.Concurrent;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.ToolServers.Connections;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Server;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>A tool server over HTTP on this machine, by the protocol's own library, that keeps what it was sent and may be made to answer otherwise.</summary>
internal sealed class WebToolServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebToolServer(WebApplication app) => _app = app;

    /// <summary>Gets the server's address.</summary>
    public Uri Address => new(_app.Urls.First() + "/mcp");

    /// <summary>Gets the requests: their headers and bodies.</summary>
    public ConcurrentQueue<(string Method, Dictionary<string, string> Headers, byte[] Body)> Requests { get; } = new();

    /// <summary>Gets or sets what answers in place of the server; it says whether it did.</summary>
    public Func<HttpContext, string, Task<bool>> Instead { get; set; } = (_, _) => Task.FromResult(false);

    /// <summary>Starts a server.</summary>
    /// <param name="isStateless">Whether it speaks the protocol without sessions, of 2026-07-28, besides the older ones.</param>
    /// <param name="token">Ends the start.</param>
    /// <param name="tools">The names of its tools, each of which says again what it is given; <c>echo</c> when none is named.</param>
    public static async Task<WebToolServer> StartAsync(bool isStateless, CancellationToken token, params string[] tools)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        string[] names = tools.Length > 0 ? tools : ["echo"];
        McpServerTool routed = McpServerTool.Create(
            ([McpHeader("Region")] string region, string message) => $"{region}: {message}", new McpServerToolCreateOptions { Name = "routed" });
        builder.Services.AddMcpServer()
            .WithHttpTransport(o => o.Stateless = isStateless)
            .WithTools(
                names.Select(n => McpServerTool.Create((string message) => $"{n}: {message}", new McpServerToolCreateOptions { Name = n })).Append(routed));
        WebApplication app = builder.Build();
        WebToolServer server = new(app);
        app.Use(async (context, next) =>
        {
            context.Request.EnableBuffering();
            using MemoryStream body = new();
            await context.Request.Body.CopyToAsync(body);
            context.Request.Body.Position = 0;
            Dictionary<string, string> headers = context.Request.Headers.ToDictionary(
                h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
            server.Requests.Enqueue((context.Request.Method, headers, body.ToArray()));
            if (!await server.Instead(context, System.Text.Encoding.UTF8.GetString(body.ToArray())))
            {
                await next(context);
            }
        });
        app.MapMcp("/mcp");
        await app.StartAsync(token);
        return server;
    }

    /// <summary>Gets the server as a target.</summary>
    public ServerTarget.Web Target(params SecretHeader[] headers) => new()
    {
        Name = "web",
        Address = Address,
        Shown = Address.AbsoluteUri,
        Headers = [.. headers],
        Secrets = [.. headers.Select(h => h.Value)],
    };

    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(2));
        await _app.StopAsync(limit.Token);
        await _app.DisposeAsync();
    }
}
