using System.Diagnostics;
using System.Management.Automation;
using System.Text;
using ModelContextProtocol.Client;

namespace AgentCore.LiteLlm.Benchmarks;

/// <summary>
/// Calls a tool of a server again and again by the protocol's own client, between two questions to a model as an agent does, and writes how many
/// milliseconds each call of the tool took.
/// </summary>
[Cmdlet(VerbsLifecycle.Invoke, "BareTool")]
[OutputType(typeof(double))]
public sealed class InvokeBareToolCommand : PSCmdlet
{
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

    /// <summary>Gets or sets how many calls are made, one after the other.</summary>
    [Parameter]
    [ValidateRange(1, 1_000_000)]
    public int Count { get; set; } = 1;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
#pragma warning disable VSTHRD002, RS0030 // the peer has no base class that waits
        WriteObject(CallAsync().GetAwaiter().GetResult(), enumerateCollection: true);
#pragma warning restore VSTHRD002, RS0030
    }

    private async Task<double[]> CallAsync()
    {
        StdioClientTransport transport = new(new StdioClientTransportOptions
        {
            Command = Command,
            Arguments = Argument,
            ShutdownTimeout = TimeSpan.FromSeconds(1),
        });
        McpClient client = await McpClient.CreateAsync(transport).ConfigureAwait(false);
        await using (client.ConfigureAwait(false))
        {
            using HttpClient http = new();
            Dictionary<string, object?> arguments = new(StringComparer.Ordinal) { ["word"] = "hi" };
            double[] taken = new double[Count];
            for (int call = 0; call < Count; call++)
            {
                await AskAsync(http).ConfigureAwait(false);
                long start = Stopwatch.GetTimestamp();
                await client.CallToolAsync(Tool, arguments).ConfigureAwait(false);
                taken[call] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                await AskAsync(http).ConfigureAwait(false);
            }

            return taken;
        }
    }

    private async Task AskAsync(HttpClient http)
    {
        using StringContent content = new("""{"model":"bench","messages":[{"role":"user","content":"hi"}]}""", Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await http.PostAsync(Endpoint, content).ConfigureAwait(false);
        await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
    }
}
