using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Wire;

namespace AgentCore.LiteLlm.Batches;

/// <summary>What an endpoint is asked about batches.</summary>
/// <param name="chat">What carries the questions.</param>
/// <param name="request">What is the same for every question: address, model, headers and limits.</param>
/// <param name="customLlmProvider">The provider that a LiteLLM proxy is told to use; null leaves it to the model.</param>
/// <param name="time">The clock.</param>
internal sealed class BatchEndpoint(ChatTransport chat, ChatRequest request, string? customLlmProvider, TimeProvider time)
{
    private const int MostPages = 1000;

    private readonly BatchTransport _transport = new(chat, request, customLlmProvider);

    /// <summary>Gets what is the same for every question.</summary>
    public ChatRequest Request => request;

    /// <summary>Gets the clock.</summary>
    public TimeProvider Time => time;

    /// <summary>Gets the address of files.</summary>
    public Uri Files => _transport.Files;

    /// <summary>Gets the address of batches.</summary>
    public Uri Batches => _transport.Batches;

    /// <summary>Says what would be sent to an address: method, header names and size, without a secret.</summary>
    /// <param name="method">The method.</param>
    /// <param name="address">The address.</param>
    /// <param name="body">What else there is to say.</param>
    /// <returns>One line.</returns>
    public string Preview(string method, Uri address, string body = "")
    {
        string[] names = [.. request.Headers.Select(h => h.Name), .. _transport.RoutingHeaders];
        string where = request.Mode == Modes.ExecutionMode.Simulation ? " (simulated: nothing leaves this process)" : "";
        return request.Redactor.Redact(
            $"{method} {address.AbsoluteUri}, {(names.Length == 0 ? "no extra headers" : $"headers {string.Join(", ", names)}")}{body}{where}");
    }

    /// <summary>Gives the address of one batch.</summary>
    public Uri AddressOf(string id) => _transport.Batch(id);

    /// <summary>Gives the address at which a batch is cancelled.</summary>
    public Uri AddressOfCancel(string id) => _transport.Cancel(id);

    /// <summary>Uploads the requests of a batch.</summary>
    /// <param name="file">The requests.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <returns>The id of the file.</returns>
    public Task<string> UploadAsync(BatchFile file, CancellationToken cancellationToken) => AskAsync(
        Files,
        async call =>
        {
            using BatchUpload upload = new(file, call.Clock.StartWaiting);
            return await _transport.UploadAsync(upload, call.Clock.Token).ConfigureAwait(false);
        },
        (json, reader) => reader.FindId(json),
        "the body describes no file",
        cancellationToken);

    /// <summary>Makes a batch of an uploaded file.</summary>
    /// <param name="fileId">The id of the file.</param>
    /// <param name="url">What its lines ask for.</param>
    /// <param name="metadata">The entries to keep with it.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <returns>The batch.</returns>
    public Task<AgentBatch> CreateAsync(
        string fileId, string url, IEnumerable<KeyValuePair<string, string>> metadata, CancellationToken cancellationToken) =>
        AskAsync(Batches, call => _transport.CreateAsync(ToBody(fileId, url, metadata), call.Clock.Token), cancellationToken);

    /// <summary>Deletes a file.</summary>
    public Task<string> DeleteAsync(string fileId, CancellationToken cancellationToken) =>
        AskAsync(
            _transport.File(fileId), call => _transport.DeleteAsync(fileId, call.Clock.Token), (json, reader) => reader.FindId(json),
            "the body describes no file", cancellationToken);

    /// <summary>Asks for a batch.</summary>
    public Task<AgentBatch> GetAsync(string id, CancellationToken cancellationToken) =>
        AskAsync(_transport.Batch(id), call => _transport.GetAsync(id, call.Clock.Token), cancellationToken);

    /// <summary>Cancels a batch.</summary>
    public Task<AgentBatch> CancelAsync(string id, CancellationToken cancellationToken) =>
        AskAsync(_transport.Cancel(id), call => _transport.CancelAsync(id, call.Clock.Token), cancellationToken);

    /// <summary>Asks for all batches, page by page, in the endpoint's order.</summary>
    public async IAsyncEnumerable<AgentBatch> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HashSet<string> asked = new(StringComparer.Ordinal);
        string? after = null;
        do
        {
            string? from = after;
            BatchPage page = await AskAsync(
                Batches, call => _transport.ListAsync(from, call.Clock.Token), (json, reader) => reader.FindPage(json), "the body is no list of batches",
                cancellationToken).ConfigureAwait(false);
            foreach (AgentBatch batch in page.Batches)
            {
                yield return batch;
            }

            after = page.Next;
            if (asked.Count == MostPages)
            {
                throw new ChatException(new ChatFailure
                {
                    Kind = FailureKind.ReplyInvalid,
                    Summary = $"The list of batches has more than {MostPages:#,0} pages.",
                    Advice = "Ask for batches by their ids.",
                    Endpoint = Batches.AbsoluteUri,
                });
            }
        }
        while (after is not null && asked.Add(after));
    }

    /// <summary>Reads a file of a batch line by line, as it arrives.</summary>
    /// <param name="fileId">The id of the file.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <returns>The lines that are not blank.</returns>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(string fileId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using ChatCall call = new(request, chat, time, cancellationToken, _transport.Content(fileId));
        ReceivedResponse? response = null;
        Func<string, string?>? header = null;
        BatchLines? lines;
        try
        {
            call.Clock.StartWaiting();
            response = await _transport.DownloadAsync(fileId, call.Clock.Token).ConfigureAwait(false);
            call.Clock.StopWaiting();
            header = response.Header;
            lines = await BatchLines.OpenAsync(response, call).ConfigureAwait(false);
        }
        catch (Exception e) when (call.FindFailure(e, header) is { } failure)
        {
            throw failure;
        }

        using (lines)
        {
            while (true)
            {
                ReadOnlyMemory<byte>? line;
                try
                {
                    line = await lines.ReadAsync().ConfigureAwait(false);
                }
                catch (Exception e) when (call.FindFailure(e, header) is { } failure)
                {
                    throw failure;
                }

                if (line is not { } found)
                {
                    yield break;
                }

                yield return found;
            }
        }
    }

    /// <summary>Makes a call by which lines are read as answers.</summary>
    public ChatCall ToCall(CancellationToken cancellationToken) => new(request, chat, time, cancellationToken);

    private Task<AgentBatch> AskAsync(Uri address, Func<ChatCall, Task<ReceivedResponse>> send, CancellationToken cancellationToken) =>
        AskAsync(address, send, (json, reader) => reader.Find(json), "the body describes no batch", cancellationToken);

    private async Task<T> AskAsync<T>(
        Uri address, Func<ChatCall, Task<ReceivedResponse>> send, Func<JsonElement, BatchReader, T?> read, string problem, CancellationToken cancellationToken)
        where T : class
    {
        using ChatCall call = new(request, chat, time, cancellationToken, address);
        ReceivedResponse? response = null;
        try
        {
            call.Clock.StartWaiting();
            response = await send(call).ConfigureAwait(false);
            call.Clock.StopWaiting();
            ReplyBody body = await ReplyBody.ReadAsync(response, call).ConfigureAwait(false);
            if (body.IsError)
            {
                throw BatchRefusal.Of(body.ToRefusal(call));
            }

            using JsonDocument? json = body.FindProblem() is null ? body.FindJson() : null;
            BatchReader reader = new(request, call.Redactor, chat.IsSimulated, customLlmProvider);
            return json is not null && read(json.RootElement, reader) is { } found ? found
                : json is not null && ErrorBody.Find(json.RootElement) is not null ? throw BatchRefusal.Of(body.ToRefusal(call))
                : throw new ChatException(call.Failures.Invalid(body.Status, body.Header, body.FindProblem() ?? problem));
        }
        catch (Exception e) when (call.FindFailure(e, response?.Header) is { } failure)
        {
            throw failure;
        }
    }

    private static ReadOnlyMemory<byte> ToBody(string fileId, string url, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        ArrayBufferWriter<byte> body = new();
        using Utf8JsonWriter json = new(body);
        json.WriteStartObject();
        json.WriteString("input_file_id", fileId);
        json.WriteString("endpoint", url);
        json.WriteString("completion_window", "24h");
        json.WriteStartObject("metadata");
        foreach ((string name, string value) in metadata)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return body.WrittenMemory;
    }
}
