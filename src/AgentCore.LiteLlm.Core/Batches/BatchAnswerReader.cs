using System.Globalization;
using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Endpoints;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Outputs;
using AgentCore.LiteLlm.Protecting;
using AgentCore.LiteLlm.Protection;
using AgentCore.LiteLlm.Structured;
using AgentCore.LiteLlm.Wire;
using AgentCore.LiteLlm.Wire.Responses;

namespace AgentCore.LiteLlm.Batches;

/// <summary>Reads a line of a batch's files as the answer to one call: by the same reader, with personal data put back, held against the schema.</summary>
/// <param name="request">What is the same for every request of the batch.</param>
/// <param name="call">The call by which answers are read.</param>
/// <param name="batch">The batch.</param>
internal sealed class BatchAnswerReader(ChatRequest request, ChatCall call, AgentBatch batch)
{
    /// <summary>Finds the name of a line; null when the line is none of a batch's.</summary>
    public static string? FindName(ReadOnlyMemory<byte> line)
    {
        using JsonDocument? json = ReceivedJson.Find(line);
        return json?.RootElement.FindText("custom_id");
    }

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line, which has a name.</param>
    /// <param name="item">The request that it answers.</param>
    /// <param name="mapped">What was taken out of the request; null when nothing was.</param>
    public BatchResult Read(ReadOnlyMemory<byte> line, BatchItem item, MappedItem? mapped)
    {
        ProtectionVault? vault = mapped is null ? null : ProtectionVault.Find(mapped.Entries);
        RestoredReply? restored = vault is null ? null : new RestoredReply(request, vault);
        AgentReply reply;
        try
        {
            using JsonDocument? json = ReceivedJson.Find(line);
            reply = ToReply(json!.RootElement) with { Duration = TimeSpan.Zero, BatchItem = item };
            reply = restored is null ? reply : restored.Restore(reply) with { Protection = mapped!.Report, Vault = vault };
        }
        catch (ChatException e)
        {
            return Fail(restored?.Restore(e.Failure) ?? e.Failure, item);
        }

        try
        {
            return new BatchResult.Answered(Judge(reply));
        }
        catch (ChatException e)
        {
            // What it says comes from the restored reply: what looks like a placeholder there is the user's own.
            return Fail(e.Failure, item);
        }
    }

    /// <summary>Says that there is nothing for an item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="isUnread">Whether a file that may have something could not be read to its end.</param>
    public BatchResult Missing(BatchItem item, bool isUnread)
    {
        (FailureKind kind, string what) = batch.Status switch
        {
            _ when isUnread =>
                (FailureKind.BatchItemMissing, "has neither an answer nor an error in what could be read: a file of the batch could not be read to its end"),
            "expired" => (FailureKind.TimedOut, "was not asked before the time of the batch was over"),
            "cancelled" or "canceled" => (FailureKind.Cancelled, "was not asked before the batch was cancelled"),
            _ => (FailureKind.BatchItemMissing, "has neither an answer nor an error in the files of the batch"),
        };
        return new BatchResult.Failed(
            new ChatException(new ChatFailure
            {
                Kind = kind,
                Summary = $"Item {item} of batch {batch.Id} {what}.",
                Advice = isUnread ? "Receive the batch again before you submit anything again." : "Submit it again.",
                Endpoint = batch.BaseUrl,
            }),
            item);
    }

    /// <summary>Says that a line is of no use.</summary>
    /// <param name="problem">Why, as the end of a sentence.</param>
    /// <param name="item">The item that it is about; null where it cannot be told.</param>
    public BatchResult Stray(string problem, BatchItem? item = null) => new BatchResult.Failed(
        new ChatException(new ChatFailure
        {
            Kind = FailureKind.ReplyInvalid,
            Summary = $"A file of batch {batch.Id} {problem}.",
            Advice = "The other answers are not affected.",
            Endpoint = batch.BaseUrl,
        }),
        item);

    private AgentReply ToReply(JsonElement line)
    {
        JsonElement? response = line.Find("response");
        if (response?.FindObject("body") is { } body)
        {
            string? requestId = response?.FindText("request_id");
            int status = (int)Math.Min(999, ModelFacts.Count(response, "status_code") ?? 200);
            AgentReply reply = OpenAIChatProvider.ToReply(call, new ReplyBody(status, Utf8(body), name => name == "x-request-id" ? requestId : null));

            // By which API the batch asked is known to whoever made it; its answers tell everybody.
            ChatRequest asked = request with { ApiChoice = ResponseReply.IsResponse(body) ? ModelApi.Responses : ModelApi.Chat };
            return reply with { Api = asked.Api, Endpoint = asked.Endpoint.AbsoluteUri };
        }

        JsonElement? error = line.Find("error") ?? response;
        throw new ChatException(ToFailure(error));
    }

    private ChatFailure ToFailure(JsonElement? error)
    {
        string? code = error?.FindText("code");
        long status = ModelFacts.Count(error, "status_code") ?? 200;
        ReadOnlyMemory<byte> body = error is { } said ? (byte[])[.. "{\"error\":"u8, .. Utf8(said), (byte)'}'] : default;
        ChatFailure failure = call.Failures.FromAnswer((int)Math.Min(999, status), _ => null, body, DateTimeOffset.UnixEpoch);
        (FailureKind kind, string? advice) = code switch
        {
            "batch_expired" => (FailureKind.TimedOut, "Submit it again."),
            "batch_cancelled" or "batch_canceled" => (FailureKind.Cancelled, "Submit it again."),
            _ => (failure.Kind, failure.Kind == FailureKind.ReplyInvalid ? null : failure.Advice),
        };
        return failure with { Kind = kind, Advice = advice, HttpStatus = status == 200 ? null : failure.HttpStatus, Retriable = false };
    }

    private AgentReply Judge(AgentReply reply)
    {
        if (request.Output is not { } schema)
        {
            return reply;
        }

        OutputCandidate? found = OutputReader.Find(reply, schema);
        return found is { IsFit: true } ? StructuredProvider.ToReply(reply, found, schema) : throw new ChatException(OutputMismatch.Of(reply, found, schema));
    }

    private BatchResult.Failed Fail(ChatFailure failure, BatchItem item)
    {
        string what = failure switch
        {
            { Kind: FailureKind.OutputSchemaMismatch } => failure.Summary,
            { HttpStatus: { } status, ProviderMessage: { } words } => string.Create(CultureInfo.InvariantCulture, $"{status}: {words}"),
            { ProviderMessage: { } words } => words,
            { Kind: FailureKind.ReplyInvalid or FailureKind.ReplyCutOff } => $"its line holds no answer: {failure.Summary}",
            _ => failure.ProviderCode ?? failure.Summary,
        };
        return new BatchResult.Failed(
            new ChatException(failure with
            {
                Summary = $"Item {item} of batch {batch.Id} failed: {(what[^1] is '.' or '!' or '?' ? what : what + ".")}",
                Endpoint = batch.BaseUrl,
                RetryAfter = null,
            }),
            item);
    }

    private static byte[] Utf8(JsonElement value) => Encoding.UTF8.GetBytes(value.GetRawText());
}
