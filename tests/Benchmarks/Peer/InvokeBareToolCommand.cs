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
    // What ours takes to read an answer, to judge its calls and to write the step down, on the machine of docs/performance.md.
    private static readonly TimeSpan Reading = TimeSpan.FromMicroseconds(40);

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

    /// <summary>
    /// Gets or sets a value indicating whether the tool is called when and from where ours calls it: some time after the model's answer, and from the
    /// pipeline's thread, on which alone somebody can be asked or a script be run.
    /// </summary>
    [Parameter]
    public SwitchParameter AsAgent { get; set; }

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
        if (AsAgent)
        {
            long start = HearAsync().GetAwaiter().GetResult();
            WriteObject(CallAsync(start).GetAwaiter().GetResult());
        }
        else
        {
            WriteObject(HearAndCallAsync().GetAwaiter().GetResult());
        }

        AskAsync().GetAwaiter().GetResult();
#pragma warning restore VSTHRD002, RS0030
    }

    private async Task<double> HearAndCallAsync() => await CallAsync(await HearAsync().ConfigureAwait(false)).ConfigureAwait(false);

    // Asks the model, and says when its answer had been read.
    private async Task<long> HearAsync()
    {
        _client ??= await McpClient.CreateAsync(new StdioClientTransport(new StdioClientTransportOptions
        {
            Command = Command,
            Arguments = Argument,
            ShutdownTimeout = TimeSpan.FromSeconds(1),
        })).ConfigureAwait(false);
        await AskAsync().ConfigureAwait(false);
        long heard = Stopwatch.GetTimestamp();
        while (AsAgent && Stopwatch.GetElapsedTime(heard) < Reading)
        {
            // The thread works, as that of an agent does.
        }

        return Stopwatch.GetTimestamp();
    }

    private async Task<double> CallAsync(long start)
    {
        await _client!.CallToolAsync(Tool, _arguments).ConfigureAwait(false);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private async Task AskAsync()
    {
        using StringContent content = new($$"""{"model":"bench","messages":[{"role":"user","content":"{{Prompt}}"}]}""", Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await _http.PostAsync(Endpoint, content).ConfigureAwait(false);
        await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
    }
}
