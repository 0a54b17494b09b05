using System.Globalization;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Costs;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Wire;

namespace AgentCore.LiteLlm.RemoteAgents;

/// <summary>One question to a remote agent on its way: its card, its task, and how its failures are told.</summary>
internal sealed class RemoteCall : IDisposable
{
    private const int LongestCard = 1024 * 1024;
    private const int LongestAnswer = 16 * 1024 * 1024;
    private const int LongestError = 256 * 1024;
    private const int NotFound = 404;

    // How long the wish to end a task may be on its way, and how long whoever gave up waits for that.
    private static readonly TimeSpan CancelLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CancelWait = TimeSpan.FromMilliseconds(80);

    private readonly ChatRequest _request;
    private readonly ChatTransport _transport;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly ChatCall _call;
    private int _sent;
    private AgentCard? _card;
    private string? _open;

    public RemoteCall(ChatRequest request, ChatTransport transport, TimeProvider time, CancellationToken cancellationToken)
    {
        _request = request;
        _transport = transport;
        _time = time;
        _start = time.GetTimestamp();
        _call = new ChatCall(request, transport, time, cancellationToken);
    }

    /// <summary>Gets the token that the limits and the caller cancel.</summary>
    public CancellationToken Token => _call.Clock.Token;

    /// <summary>Looks for the agent's card.</summary>
    /// <exception cref="ChatException">There is none, or the agent cannot be asked.</exception>
    public async Task FindCardAsync()
    {
        ChatException? first = null;
        ChatException? other = null;
        Uri agent = _request.Remote!.Address;
        foreach (Uri place in AgentCard.PlacesOf(agent))
        {
            ReplyBody body = await AskAsync(
                token => _transport.GetAsync(place, _request.Headers, token), LongestCard).ConfigureAwait(false);
            ChatException? refusal = body.IsError ? Refuse(body) : null;
            if (refusal is null)
            {
                using JsonDocument? json = body.FindJson();
                string? problem = "sent no agent card: the body is no JSON";
                AgentCard? card = json is null ? null : AgentCard.Read(json.RootElement, place, out problem);
                if (card?.IsOf(agent, place) == true)
                {
                    _card = card;
                    return;
                }

                if (card is not null)
                {
                    // A slip in the path must not hand what is said, and keys, to whichever agent has the host's card.
                    other = new ChatException(Failed(
                        FailureKind.WrongPath,
                        $"has no card, and that of its host is of an agent elsewhere: {card.Address.GetLeftPart(UriPartial.Path)}",
                        "Check the path of the agent's address in the blueprint. If the agent of that card is meant, write the address that the card gives."));
                    continue;
                }

                refusal = new ChatException(Failed(FailureKind.ReplyInvalid, problem!, "Check the address of the agent in the blueprint."));
            }

            first ??= refusal;
            if (!body.IsError || body.Status is not (NotFound or 405))
            {
                throw refusal;
            }
        }

        throw other ?? first!;
    }

    /// <summary>Says what was said last to the agent.</summary>
    /// <param name="text">What it is told.</param>
    /// <param name="id">The id of the message.</param>
    /// <returns>What the agent answers.</returns>
    /// <exception cref="ChatException">It does not.</exception>
    public Task<RemoteTask> SendAsync(string text, string id) =>
        CallAsync(_card!.Wording.WriteMessage(_request.Messages[^1], text, id, _card.Tenant));

    /// <summary>Asks how far a task is.</summary>
    /// <param name="task">The task.</param>
    /// <exception cref="ChatException">The agent does not say it.</exception>
    public Task<RemoteTask> PollAsync(string task) => CallAsync(A2aWording.WriteOfTask(_card!.Wording.Get, task, _card.Tenant));

    /// <summary>Names what an exception means that a wait of ours ended with.</summary>
    /// <param name="fault">What was thrown.</param>
    /// <returns>The failure, or null for the caller's own cancellation.</returns>
    public ChatException? FindFailure(Exception fault) =>
        _call.FindFailure(fault) is { } found ? new ChatException(found.Failure with { MayBeDone = _open is not null }, found.InnerException) : null;

    /// <summary>Asks the agent to end the task that is open, without waiting long for its answer; nothing where there is none.</summary>
    public async Task EndAsync()
    {
        if (_open is { } task)
        {
            _open = null;
            await Task.WhenAny(CancelAsync(_card!, task), Task.Delay(CancelWait, CancellationToken.None)).ConfigureAwait(false);
        }
    }

    /// <summary>Makes the reply of a task that is done.</summary>
    /// <param name="task">The task.</param>
    public AgentReply ToReply(RemoteTask task)
    {
        string text = _request.Redactor.Redact(task.Text);
        return new AgentReply
        {
            Text = text,
            FinishReason = "stop",
            RequestedModel = _request.Model,
            Model = _card!.Name.Length > 0 ? _request.Redactor.Redact(_card.Name) : null,
            Endpoint = _request.Endpoint.AbsoluteUri,
            Duration = _time.GetElapsedTime(_start),
            Spent = Spent.OneAnswer with { Attempts = _sent },
            Mode = _request.Mode,
            Gates = _request.Gates,
            Replayed = _transport.IsReplayed,
            Warnings = task.HasFiles ? ["The remote agent sent files too, which are left out."] : [],
        };
    }

    /// <summary>Makes the failure of a task that comes to no answer.</summary>
    /// <param name="task">The task.</param>
    public ChatException ToFailure(RemoteTask task)
    {
        string said = task.Text.Length > 0 ? $": {task.Text}" : "";
        ChatFailure failure = task.State switch
        {
            RemoteTaskState.InputRequired => Failed(
                FailureKind.AgentInputRequired, $"asks back before it goes on, and nobody can answer here{said}",
                "Say all that the agent needs in the request, or ask it where a person can answer."),
            RemoteTaskState.AuthRequired => Failed(FailureKind.AuthenticationFailed, $"wants to know who asks before it goes on{said}", KeyAdvice),
            RemoteTaskState.Rejected => Failed(FailureKind.AgentFailed, $"does not take the request{said}", "Ask for something that the agent does."),
            RemoteTaskState.Canceled => Failed(FailureKind.AgentFailed, $"gave the task up{said}", "Look at the agent's own logs."),
            _ => Failed(FailureKind.AgentFailed, $"failed{said}", "Look at the agent's own logs."),
        };
        return new ChatException(failure);
    }

    /// <inheritdoc/>
    public void Dispose() => _call.Dispose();

    private string KeyAdvice => _request.Headers.IsEmpty
        ? "No key was sent: name the variable of its header in 'a2a_headers_env'."
        : "Check the values of the variables that 'a2a_headers_env' names.";

    private async Task<RemoteTask> CallAsync(ReadOnlyMemory<byte> message)
    {
        WrittenRequest written = new(_request, message);
        _sent++;
        ReplyBody body = await AskAsync(token => _transport.PostAsync(written, _card!.Address, _card.Wording.Version, token), LongestAnswer)
            .ConfigureAwait(false);
        if (body.IsError)
        {
            throw Refuse(body);
        }

        using JsonDocument? json = body.FindJson();
        if (json?.RootElement.FindObject("error") is { } error)
        {
            throw Refuse(error);
        }

        RemoteTask task = (json?.RootElement.Find("result") is { } result ? RemoteTask.Read(result) : null)
            ?? throw new ChatException(
                Failed(FailureKind.ReplyInvalid, "answered with neither a message nor a task", "Look at the agent's own logs.") with { MayBeDone = true });
        _open = task.IsOver ? null : task.Id;
        return task;
    }

    private async Task<ReplyBody> AskAsync(Func<CancellationToken, Task<HttpResponseMessage>> ask, int longest)
    {
        HttpResponseMessage? response = null;
        try
        {
            _call.Clock.StartWaiting();
            response = await ask(Token).ConfigureAwait(false);
            _call.Clock.StopWaiting();
            int most = ReplyBody.IsErrorStatus((int)response.StatusCode) ? LongestError : longest;
            byte[] bytes = await ReadAsync(response, most).ConfigureAwait(false);
            ReplyBody body = new((int)response.StatusCode, bytes, ReceivedResponse.HeadersOf(response));
            return body.IsError || bytes.Length <= most
                ? body
                : throw new ChatException(
                    Failed(FailureKind.ReplyTooLong, Say($"sent more than {most / 1024 / 1024} MiB"), "Ask for less.") with { MayBeDone = _sent > 0 });
        }
        catch (Exception e) when (_call.FindFailure(e, response is null ? null : ReceivedResponse.HeadersOf(response)) is { } failure)
        {
            // What may have reached the agent is not said again: it may have been done.
#pragma warning disable CA1508 // a filter's exception is of any type
            bool isUnsent = e is HttpRequestException
            {
                HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError,
            };
#pragma warning restore CA1508
            throw new ChatException(
                failure.Failure with
                {
                    Retriable = failure.Failure.Retriable && (isUnsent || _open is not null),
                    MayBeDone = _open is not null || (_sent > 0 && !isUnsent),
                    Advice = failure.Failure.Kind == FailureKind.ConnectionFailed
                        ? "Is the agent running, and is its address in the blueprint right?"
                        : failure.Failure.Advice,
                },
                failure.InnerException);
        }
        finally
        {
            response?.Dispose();
        }
    }

    // One byte beyond the limit is enough to see that there is too much.
    private async Task<byte[]> ReadAsync(HttpResponseMessage response, int most)
    {
        using Stream stream = await response.Content.ReadAsStreamAsync(Token).ConfigureAwait(false);
        using MemoryStream body = new();
        byte[] buffer = new byte[16 * 1024];
        while (body.Length <= most)
        {
            _call.Clock.StartWaiting();
            int read = await stream.ReadAsync(buffer, Token).ConfigureAwait(false);
            _call.Clock.StopWaiting();
            if (read == 0)
            {
                break;
            }

            await body.WriteAsync(buffer.AsMemory(0, read), Token).ConfigureAwait(false);
        }

        return body.ToArray();
    }

    private async Task CancelAsync(AgentCard card, string task)
    {
        try
        {
            using CancellationTokenSource limit = new(CancelLimit);
            WrittenRequest written = new(_request, A2aWording.WriteOfTask(card.Wording.Cancel, task, card.Tenant));
            using HttpResponseMessage response = await _transport.PostAsync(written, card.Address, card.Wording.Version, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            // Nobody waits for it any more.
        }
    }

    // The advice of failures is about models, their addresses and their keys.
    private ChatException Refuse(ReplyBody body)
    {
        ChatFailure told = body.ToRefusal(_call).Failure;
        FailureKind kind = body.Status is NotFound or 405 ? FailureKind.WrongPath : told.Kind;

        // A gateway that gives up says nothing of what the agent did with the message: only whoever holds the message back lets it be said again.
        return new ChatException(told with
        {
            Kind = kind,
            Retriable = told.Retriable && (_sent == 0 || _open is not null || kind == FailureKind.RateLimited),
            MayBeDone = _open is not null || (_sent > 0 && (body.Status is 408 or >= 500)),
            Advice = kind switch
            {
                FailureKind.AuthenticationFailed or FailureKind.PermissionDenied => KeyAdvice,
                FailureKind.WrongPath when body.Status is >= 300 and < 400 =>
                    "Redirects are never followed, since they would carry keys to another address: name the final address.",
                FailureKind.WrongPath => "Check the address of the agent in the blueprint.",
                _ => "Look at the agent's own logs.",
            },
        });
    }

    private ChatException Refuse(JsonElement error)
    {
        int? code = error.FindWhole("code");
        string? message = error.FindText("message");
        FailureKind kind = code switch
        {
            -32700 or -32600 or -32602 or -32005 => FailureKind.BadRequest,
            -32601 or -32004 or -32009 => FailureKind.WrongPath,
            -32603 => FailureKind.ServerError,
            _ => FailureKind.AgentFailed,
        };
        string problem = Say($"answered with the error {code}{(message is null ? "" : $": {message}")}");
        return new ChatException(Failed(kind, problem, "Look at the agent's own logs.") with
        {
            ProviderMessage = _request.Redactor.Redact(message?.Length > LongestError ? message[..LongestError] : message),
            ProviderCode = code?.ToString(CultureInfo.InvariantCulture),
            MayBeDone = _open is not null,
        });
    }

    private ChatFailure Failed(FailureKind kind, string problem, string? advice) =>
        _call.Failures.NoAnswer(kind, problem.TrimEnd('.')) with { Advice = advice, Retriable = false, Spent = Spent.OneAttempt with { Attempts = _sent } };

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
