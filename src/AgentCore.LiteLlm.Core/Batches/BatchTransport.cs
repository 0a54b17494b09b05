using System.ClientModel;
using System.ClientModel.Primitives;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Headers;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Wire;
using OpenAI;
using OpenAI.Batch;
using OpenAI.Files;

// Marked as subject to change: batches, and sending no Authorization header to a keyless server. Tests hold what is sent.
#pragma warning disable OPENAI001

namespace AgentCore.LiteLlm.Batches;

/// <summary>
/// Carries what is asked of an endpoint's files and batches, over the sockets and with the headers of calls. The SDK's protocol methods
/// take the file up and down and read one batch. Those that make, cancel and list batches read the answer themselves, and throw at one
/// that is an error: there the request is ours, and goes through the SDK's pipeline.
/// </summary>
internal sealed class BatchTransport
{
    private const int PageLength = 100;

    private readonly ChatRequest _request;
    private readonly (string Name, string Value)[] _routing;
    private readonly OpenAIFileClient _files;
    private readonly BatchClient _batches;

    /// <summary>Initializes a transport.</summary>
    /// <param name="chat">The sockets.</param>
    /// <param name="request">What is the same for every call: address, model and headers.</param>
    /// <param name="customLlmProvider">The provider that a LiteLLM proxy is told to use; null leaves it to the model.</param>
    public BatchTransport(ChatTransport chat, ChatRequest request, string? customLlmProvider)
    {
        _request = request;
        _routing = ToRouting(request, customLlmProvider);
        OpenAIClientOptions files = new() { Endpoint = request.BaseUrl };
        BatchClientOptions batches = new() { Endpoint = request.BaseUrl };
        SetUp(files, chat);
        SetUp(batches, chat);
        _files = new OpenAIFileClient(new NoAuthentication(), files);
        _batches = new BatchClient(new NoAuthentication(), batches);
    }

    /// <summary>Gets the address of files.</summary>
    public Uri Files => EndpointAddress.Append(_request.BaseUrl, "/files");

    /// <summary>Gets the address of batches.</summary>
    public Uri Batches => EndpointAddress.Append(_request.BaseUrl, "/batches");

    /// <summary>Gets the names of the headers that tell a LiteLLM proxy where to go.</summary>
    public IEnumerable<string> RoutingHeaders => _routing.Select(r => r.Name);

    /// <summary>Gives the address of one batch.</summary>
    public Uri Batch(string id) => EndpointAddress.Append(_request.BaseUrl, $"/batches/{Uri.EscapeDataString(id)}");

    /// <summary>Gives the address at which a batch is cancelled.</summary>
    public Uri Cancel(string id) => EndpointAddress.Append(_request.BaseUrl, $"/batches/{Uri.EscapeDataString(id)}/cancel");

    /// <summary>Gives the address of one file.</summary>
    public Uri File(string id) => EndpointAddress.Append(_request.BaseUrl, $"/files/{Uri.EscapeDataString(id)}");

    /// <summary>Gives the address of what a file holds.</summary>
    public Uri Content(string id) => EndpointAddress.Append(_request.BaseUrl, $"/files/{Uri.EscapeDataString(id)}/content");

    /// <summary>Uploads a file.</summary>
    public async Task<ReceivedResponse> UploadAsync(BatchUpload content, CancellationToken cancellationToken) =>
        ToReceived((await _files.UploadFileAsync(content, content.MediaType, ToOptions(cancellationToken)).ConfigureAwait(false)).GetRawResponse());

    /// <summary>Asks for what a file holds.</summary>
    public async Task<ReceivedResponse> DownloadAsync(string id, CancellationToken cancellationToken) =>
        ToReceived((await _files.DownloadFileAsync(id, ToOptions(cancellationToken)).ConfigureAwait(false)).GetRawResponse());

    /// <summary>Deletes a file.</summary>
    public async Task<ReceivedResponse> DeleteAsync(string id, CancellationToken cancellationToken) =>
        ToReceived((await _files.DeleteFileAsync(id, ToOptions(cancellationToken)).ConfigureAwait(false)).GetRawResponse());

    /// <summary>Asks for one batch.</summary>
    public async Task<ReceivedResponse> GetAsync(string id, CancellationToken cancellationToken) =>
        ToReceived((await _batches.GetBatchAsync(id, ToOptions(cancellationToken)).ConfigureAwait(false)).GetRawResponse());

    /// <summary>Makes a batch.</summary>
    public Task<ReceivedResponse> CreateAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        SendAsync("POST", Batches, BinaryContent.Create(BinaryData.FromBytes(body)), cancellationToken);

    /// <summary>Cancels a batch.</summary>
    public Task<ReceivedResponse> CancelAsync(string id, CancellationToken cancellationToken) => SendAsync("POST", Cancel(id), null, cancellationToken);

    /// <summary>Asks for a page of batches.</summary>
    /// <param name="after">The last id of the page before; null for the first.</param>
    /// <param name="cancellationToken">Ends the call at once.</param>
    public Task<ReceivedResponse> ListAsync(string? after, CancellationToken cancellationToken)
    {
        string query = after is null ? $"limit={PageLength}" : $"limit={PageLength}&after={Uri.EscapeDataString(after)}";
        string before = Batches.Query.TrimStart('?');
        return SendAsync("GET", new UriBuilder(Batches) { Query = before.Length == 0 ? query : $"{before}&{query}" }.Uri, null, cancellationToken);
    }

    private async Task<ReceivedResponse> SendAsync(string method, Uri address, BinaryContent? body, CancellationToken cancellationToken)
    {
        using PipelineMessage message = _batches.Pipeline.CreateMessage();
        using (body)
        {
            message.Request.Method = method;
            message.Request.Uri = address;
            message.Request.Content = body;
            message.Request.Headers.Set("Accept", "application/json");
            if (body is not null)
            {
                message.Request.Headers.Set("Content-Type", "application/json");
            }

            message.Apply(ToOptions(cancellationToken));
            await _batches.Pipeline.SendAsync(message).ConfigureAwait(false);
            return ToReceived(message.ExtractResponse()!);
        }
    }

    // Nothing is buffered, no status throws, and the headers are unlocked.
    private RequestOptions ToOptions(CancellationToken cancellationToken)
    {
        RequestOptions options = new()
        {
            BufferResponse = false,
            ErrorOptions = ClientErrorBehaviors.NoThrow,
            CancellationToken = cancellationToken,
        };
        foreach ((string name, string value) in _routing)
        {
            options.SetHeader(name, value);
        }

        ChatTransport.Unlock(_request.Headers, options.SetHeader);
        return options;
    }

    // Every client of the SDK as calls want it: our sockets, no retries, no limits, no logging.
    private static void SetUp(ClientPipelineOptions options, ChatTransport chat)
    {
        options.Transport = new HttpClientPipelineTransport(chat.Http);
        options.RetryPolicy = new ClientRetryPolicy(maxRetries: 0);
        options.NetworkTimeout = Timeout.InfiniteTimeSpan;
        options.ClientLoggingOptions = new ClientLoggingOptions { EnableLogging = false };
        options.AddPolicy(new OwnUserAgent(), PipelinePosition.BeforeTransport);
    }

    private static ReceivedResponse ToReceived(PipelineResponse response)
    {
        // Some thirty are asked for, and the library makes its view of them anew for each question.
        PipelineResponseHeaders headers = response.Headers;
        return new(response.Status, response.ContentStream ?? Stream.Null, name => headers.TryGetValue(name, out string? value) ? value : null);
    }

    // A LiteLLM proxy takes the key and the address of the model or provider that a header names, and remembers it in the ids that it
    // gives; without one it needs settings of its own for files. Headers, since other servers refuse members of a body that they do not know.
    private static (string Name, string Value)[] ToRouting(ChatRequest request, string? customLlmProvider)
    {
        (string Name, string? Value) header = customLlmProvider is not null ? ("custom-llm-provider", customLlmProvider)
            : request.Provider == "litellm" ? ("x-litellm-model", request.Model)
            : ("", null);
        bool isTheUsers = request.Headers.Any(h => h.Name.Equals(header.Name, StringComparison.OrdinalIgnoreCase));
        return header.Value is { } value && !isTheUsers && HeaderRules.FindValueProblem(value) is null ? [(header.Name, value)] : [];
    }
}
