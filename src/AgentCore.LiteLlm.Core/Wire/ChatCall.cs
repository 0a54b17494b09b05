using System.ClientModel;
using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Costs;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Wire.Completions;
using AgentCore.LiteLlm.Wire.Responses;

namespace AgentCore.LiteLlm.Wire;

/// <summary>One request on its way: its clock, its secrets, and how its failures are told.</summary>
internal sealed class ChatCall : IDisposable
{
    private readonly ChatRequest _request;
    private readonly ChatTransport _transport;
    private readonly TimeProvider _time;
    private readonly CancellationToken _cancellationToken;
    private readonly long _start;
    private TimeSpan? _firstToken;
    private bool _hasBegun;

    /// <summary>Initializes a call.</summary>
    /// <param name="request">The request.</param>
    /// <param name="transport">What carries it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <param name="address">The address that failures name; null for the request's own.</param>
    public ChatCall(ChatRequest request, ChatTransport transport, TimeProvider time, CancellationToken cancellationToken, Uri? address = null)
    {
        _request = request;
        _transport = transport;
        _time = time;
        _cancellationToken = cancellationToken;
        _start = time.GetTimestamp();
        Failures = new FailureReader(address ?? request.Endpoint, request.Headers, request.Redactor);
        Clock = new CallClock(request, time, cancellationToken);
    }

    public Redactor Redactor => _request.Redactor;

    /// <summary>Gets the names of the tools that the request offers.</summary>
    public ImmutableArray<string> ToolNames => [.. _request.Tools.Select(t => t.Name), .. _request.Output is { } schema ? (string[])[schema.Name] : []];

    /// <summary>Begins an answer of the API that is asked, or of the one in whose words a whole answer is written.</summary>
    /// <param name="redactor">Takes the request's secrets out of what is shown.</param>
    /// <param name="whole">The whole answer; null where it comes in pieces.</param>
    public IIncomingAnswer NewAnswer(Redactor redactor, JsonElement whole = default)
    {
        bool isOfResponses = whole.FindList("choices") is null && (_request.Api == ModelApi.Responses || ResponseReply.IsResponse(whole));
        return isOfResponses ? new ResponseReply(ToolNames, redactor) : new StreamedReply(ToolNames, redactor);
    }

    public FailureReader Failures { get; }

    public CallClock Clock { get; }

    public async Task<ReceivedResponse> SendAsync()
    {
        Clock.StartWaiting();
        HttpResponseMessage response = await _transport.SendAsync(RequestWriter.Write(_request), Clock.Token).ConfigureAwait(false);
        Clock.StopWaiting();
        return await ReceivedResponse.OfAsync(response, Clock.Token).ConfigureAwait(false);
    }

    /// <summary>Notes that the answer has begun: from now on the call cannot simply be made again.</summary>
    public void NoteBegun() => _hasBegun = true;

    /// <summary>Notes that a piece of a streamed answer is there.</summary>
    public void NoteToken()
    {
        _hasBegun = true;
        _firstToken ??= _time.GetElapsedTime(_start);
    }

    /// <summary>Reads an answer that is an error, or a good status with an error in its body.</summary>
    public ChatException Refused(int status, Func<string, string?> header, ReadOnlyMemory<byte> body) =>
        new(Failures.FromAnswer(status, header, body, _time.GetUtcNow()));

    /// <summary>Names what an exception of the wire means.</summary>
    /// <param name="fault">What was thrown.</param>
    /// <param name="header">Finds a response header; null when none has come.</param>
    /// <param name="partialText">Gives what had arrived; null when nothing can have.</param>
    /// <returns>The failure, or null for what is none: the caller's own cancellation, and our own mistakes.</returns>
    public ChatException? FindFailure(Exception fault, Func<string, string?>? header = null, Func<string>? partialText = null)
    {
        switch (fault)
        {
            case OperationCanceledException when _cancellationToken.IsCancellationRequested:
                return null;
            case OperationCanceledException when Clock.HasPassed:
                return new(Failures.NoAnswer(FailureKind.TimedOut, Clock.Describe(), header) with { PartialText = partialText?.Invoke() ?? "" });
            case OperationCanceledException { InnerException: not TimeoutException } when header is not null:
                return new(Failures.NoAnswer(FailureKind.ConnectionFailed, "gave up the connection", header) with
                {
                    PartialText = partialText?.Invoke() ?? "",
                });
            case EncodedBodyException encoded:
                FailureKind kind = encoded.IsTooLong ? FailureKind.ReplyTooLong : FailureKind.ReplyInvalid;
                return new(Failures.NoAnswer(kind, encoded.Message, header) with { PartialText = partialText?.Invoke() ?? "" });
            case ClientResultException or HttpRequestException or IOException when header is not null && !_hasBegun:
                return new(Failures.NoAnswer(FailureKind.ConnectionFailed, $"broke off before its answer began: {ConnectionFaults.Describe(fault)}", header));
            case ClientResultException or HttpRequestException or IOException when header is not null:
                return new(Failures.CutOff(header, $"broke off: {ConnectionFaults.Describe(fault)}") with { PartialText = partialText?.Invoke() ?? "" });
            default:
                return WireFault.Find(fault, Failures) is { } failure ? new(failure) : null;
        }
    }

    /// <summary>Makes the reply of a complete answer.</summary>
    public AgentReply ToReply(Completion completion, Func<string, string?> header) => ToReply(completion, header, GatewayHeaders.Read(header, Redactor));

    private AgentReply ToReply(Completion completion, Func<string, string?> header, GatewayReport gateway) => new()
    {
        Text = Redactor.Redact(completion.Text),
        Reasoning = Redactor.Redact(completion.Reasoning),
        Refusal = Redactor.Redact(completion.Refusal),
        ToolCalls = [.. completion.ToolCalls.Select(c => new ToolCall(Redactor.Redact(c.Id), Redactor.Redact(c.Name), Redactor.Redact(c.Arguments))
            {
                Extras = ToSafe(c.Extras),
            })],
        Extras = ToSafe(completion.Extras),
        FinishReason = Redactor.Redact(completion.FinishReason),
        Spent = ToSpent(completion, CallCost.Find(completion, _request, _transport.IsSimulated, header)),
        Prompt = _request.Prompt,
        Gates = _request.Gates,
        Gateway = gateway,
        FallbackReason = gateway.AttemptedFallbacks is null or 0 ? null
            : $"The gateway went on to {(gateway.ModelGroup is { } group ? $"'{group}'" : "another model")} by itself.",
        Model = Redactor.Redact(completion.Model),
        RequestedModel = Redactor.Redact(_request.Model),
        Api = _request.Api,
        RequestId = Failures.FindRequestId(header) ?? Redactor.Redact(completion.Id),
        Endpoint = _request.Endpoint.AbsoluteUri,
        Duration = _time.GetElapsedTime(_start),
        TimeToFirstToken = _firstToken,
        Mode = _request.Mode,
        Simulated = _transport.IsSimulated,
        Cached = GatewayHeaders.IsCached(header),
        Replayed = _transport.IsReplayed,
        Warnings = FindWarnings(completion),
    };

    private static Spent ToSpent(Completion completion, (decimal Amount, CostSource Source)? cost) =>
        Spent.OneAnswer with { Usage = completion.Usage, Cost = cost?.Amount, CostSource = cost?.Source };

    // A signature over something that had to be taken out proves nothing any more.
    private ImmutableArray<MessageExtra> ToSafe(ImmutableArray<MessageExtra> extras) =>
        extras.IsEmpty ? extras : [.. extras.Where(e => Redactor.Redact(e.Json) == e.Json)];

    private ImmutableArray<string> FindWarnings(Completion completion)
    {
        string? filtered = completion.FinishReason is "content_filter" ? "A content filter of the endpoint ended the answer." : null;
        string? silent = completion is { Text: "", Refusal: null, ToolCalls.IsEmpty: true } ? "The model answered nothing." : null;
        string? refused = completion.Refusal is null ? null : $"The model refused: {Redactor.Redact(completion.Refusal)}";
        return filtered is null && silent is null && refused is null ? [] : [.. ((string?[])[filtered, refused, silent]).OfType<string>()];
    }

    /// <inheritdoc/>
    public void Dispose() => Clock.Dispose();
}
