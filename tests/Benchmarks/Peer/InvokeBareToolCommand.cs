using System.Diagnostics;
using System.Management.Automation;
using System.Text;
using ModelContextProtocol.Client;

namespace AgentCore.LiteLlm.Benchmarks;

/// <summary>
/// Calls a tool of a server once for each prompt by the protocol's own client, between two questions to a model as an agent does, and writes how many
/// milliseconds the call of the tool took.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "BareTool")]
[OutputType(typeof(double))]
public sealed class InvokeBareToolCommand : PSCmdlet, IDisposable
{
    private readonly HttpClient _http = new();
    private readonly Dictionary<string, object?> _arguments = new(StringComparer.Ordinal) { ["word"] = "hi" };
    private McpClient? _client;

    /// <summary>Gets or sets the prompt.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public string Prompt { get; set; } = "";

    /// <summary>Gets or sets the program of the server.</summary>
    [Parameter(Mandatory = true)]
    public string Command { get; set; } = "";

    /// <summary>Gets or sets its arguments.</summary>
    [Parameter(Mandatory = true)]
    public string[] Argument { get; set; } = [];

    /// <summary>Gets or sets the name of the tool.</summary>
    [Parameter(Mandatory = true)]
    public string Tool { get; set; } = "";

    /// <summary>Gets or sets the address at which a model is asked.</summary>
    [Parameter(Mandatory = true)]
    public Uri Endpoint { get; set; } = null!;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_client is { } client)
        {
#pragma warning disable VSTHRD002, RS0030 // as below
            client.DisposeAsync().AsTask().GetAwaiter().GetResult();
#pragma warning restore VSTHRD002, RS0030
        }

        _http.Dispose();
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
#pragma warning disable VSTHRD002, RS0030 // the peer has no base class that waits
        WriteObject(CallAsync().GetAwaiter().GetResult());
        AskAsync().GetAwaiter().GetResult();
#pragma warning restore VSTHRD002, RS0030
    }

    // As soon as the model has answered, and from the thread that read it: no agent could call a tool earlier.
    private async Task<double> CallAsync()
    {
        _client ??= await McpClient.CreateAsync(new StdioClientTransport(new StdioClientTransportOptions
        {
            Command = Command,
            Arguments = Argument,
            ShutdownTimeout = TimeSpan.FromSeconds(1),
        })).ConfigureAwait(false);
        await AskAsync().ConfigureAwait(false);
        long start = Stopwatch.GetTimestamp();
        await _client.CallToolAsync(Tool, _arguments).ConfigureAwait(false);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private async Task AskAsync()
    {
        using StringContent content = new($$"""{"model":"bench","messages":[{"role":"user","content":"{{Prompt}}"}]}""", Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await _http.PostAsync(Endpoint, content).ConfigureAwait(false);
        await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
    }
}
