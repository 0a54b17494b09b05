using System.Management.Automation;
using System.Net.Http.Headers;
using System.Text.Json;

namespace AgentCore.LiteLlm.Benchmarks;

/// <summary>Posts a prompt with a bare HttpClient and writes the text of the answer.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "BareHttp")]
[OutputType(typeof(string))]
public sealed class InvokeBareHttpCommand : PSCmdlet, IDisposable
{
    private static readonly HttpClient Client = new();

    private readonly CancellationTokenSource _stop = new();

    /// <summary>Gets or sets the prompt.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public string Prompt { get; set; } = "";

    /// <summary>Gets or sets the address of the call.</summary>
    [Parameter(Mandatory = true)]
    public Uri Endpoint { get; set; } = null!;

    /// <summary>Gets or sets a value indicating whether a stream is asked for, and its pieces written as they come.</summary>
    [Parameter]
    public SwitchParameter Stream { get; set; }

    /// <summary>Gets or sets how many such calls are made at once; 1 when not given.</summary>
    [Parameter]
    [ValidateRange(1, 100_000)]
    public int Concurrent { get; set; } = 1;

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
#pragma warning disable VSTHRD002, RS0030 // the peer has no base class that pulls
            if (Stream)
            {
                WritePieces();
            }
            else if (Concurrent > 1)
            {
                WriteObject(Task.WhenAll(Enumerable.Range(0, Concurrent).Select(_ => AskAsync())).GetAwaiter().GetResult(), enumerateCollection: true);
            }
            else
            {
                WriteObject(AskAsync().GetAwaiter().GetResult());
            }
#pragma warning restore VSTHRD002, RS0030
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    private async Task<string?> AskAsync()
    {
        using HttpRequestMessage request = ToRequest();
        using HttpResponseMessage response = await Client.SendAsync(request, _stop.Token).ConfigureAwait(false);
        using JsonDocument json = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(_stop.Token).ConfigureAwait(false));
        return json.RootElement.TryGetProperty("output", out JsonElement items)
            ? items[0].GetProperty("content")[0].GetProperty("text").GetString()
            : json.RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString();
    }

    private void WritePieces()
    {
        using HttpRequestMessage request = ToRequest();
#pragma warning disable VSTHRD002, RS0030 // as above
        using HttpResponseMessage response = Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _stop.Token).GetAwaiter().GetResult();
        using StreamReader lines = new(response.Content.ReadAsStreamAsync(_stop.Token).GetAwaiter().GetResult());
        while (lines.ReadLineAsync(_stop.Token).AsTask().GetAwaiter().GetResult() is { } line)
#pragma warning restore VSTHRD002, RS0030
        {
            if (line.StartsWith("data: {", StringComparison.Ordinal))
            {
                using JsonDocument json = JsonDocument.Parse(line.AsMemory(6));
                if (json.RootElement.GetProperty("choices")[0].GetProperty("delta").TryGetProperty("content", out JsonElement text))
                {
                    WriteObject(text.GetString());
                }
            }
        }
    }

    private HttpRequestMessage ToRequest()
    {
        // Each API in its own words, which the server reads too.
        var said = new[] { new { role = "user", content = Prompt } };
        byte[] body = Endpoint.AbsolutePath.EndsWith("/responses", StringComparison.Ordinal)
            ? JsonSerializer.SerializeToUtf8Bytes(new { model = "bench", input = said, temperature = 0.3, max_output_tokens = 100, store = false })
            : JsonSerializer.SerializeToUtf8Bytes(new { model = "bench", messages = said, temperature = 0.3, max_tokens = 100 });
        ByteArrayContent content = new(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        HttpRequestMessage request = new(HttpMethod.Post, Endpoint) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "sk-bench");
        return request;
    }
}
