using System.Management.Automation;
using System.Net.Http.Headers;
using System.Text.Json;

namespace AgentCore.LiteLlm.Benchmarks;

/// <summary>Posts one prompt with a bare HttpClient and writes the text of the answer.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "BareHttp")]
[OutputType(typeof(string))]
public sealed class InvokeBareHttpCommand : PSCmdlet
{
    private static readonly HttpClient Client = new();

    /// <summary>Gets or sets the prompt.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public string Prompt { get; set; } = "";

    /// <summary>Gets or sets the address of the call.</summary>
    [Parameter(Mandatory = true)]
    public Uri Endpoint { get; set; } = null!;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            model = "bench",
            messages = new[] { new { role = "user", content = Prompt } },
            temperature = 0.3,
            max_tokens = 100,
        });
        using ByteArrayContent content = new(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using HttpRequestMessage request = new(HttpMethod.Post, Endpoint) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "sk-bench");
#pragma warning disable VSTHRD002, RS0030 // the peer has no base class that pulls, and nothing to cancel
        using HttpResponseMessage response = Client.SendAsync(request).GetAwaiter().GetResult();
        using JsonDocument json = JsonDocument.Parse(response.Content.ReadAsByteArrayAsync().GetAwaiter().GetResult());
#pragma warning restore VSTHRD002, RS0030
        WriteObject(json.RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
    }
}
