using System.Runtime.CompilerServices;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Wire;

/// <summary>Answers prompts through any endpoint that speaks one of OpenAI's two APIs.</summary>
/// <param name="transport">What carries the requests.</param>
/// <param name="time">The clock.</param>
internal sealed class OpenAIChatProvider(ChatTransport transport, TimeProvider time) : IChatProvider
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatEvent> AnswerAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using ChatCall call = new(request, transport, time, cancellationToken);
        AgentReply reply;
        if (request.Stream)
        {
            using ChatStream stream = await ChatStream.OpenAsync(call).ConfigureAwait(false);
            while (await stream.ReadAsync().ConfigureAwait(false) is { } pieces)
            {
                foreach (AgentChunk piece in pieces)
                {
                    yield return new ChatEvent.Arrived(piece);
                }
            }

            reply = stream.ToReply();
        }
        else
        {
            reply = await ReadWholeAsync(call).ConfigureAwait(false);
        }

        foreach (string warning in reply.Warnings)
        {
            yield return new ChatEvent.Warning(warning);
        }

        yield return new ChatEvent.Completed(reply);
    }

    private static async Task<AgentReply> ReadWholeAsync(ChatCall call)
    {
        ReplyBody? body = null;
        try
        {
            body = new ReplyBody(await call.SendAsync().ConfigureAwait(false));
            await body.ReadAsync(call).ConfigureAwait(false);
            return ToReply(call, body);
        }
        catch (Exception e) when (Find(e) is { } failure)
        {
            throw failure;
        }

        ChatException? Find(Exception fault) =>
            body is null ? call.FindFailure(fault) : call.FindFailure(fault, body.Header, () => FindPartialText(call, body));
    }

    /// <summary>Makes the reply of a whole answer.</summary>
    /// <exception cref="ChatException">It is none.</exception>
    internal static AgentReply ToReply(ChatCall call, ReplyBody body)
    {
        if (body.IsError)
        {
            throw body.ToRefusal(call);
        }

        if (body.IsTooLong)
        {
            throw new ChatException(
                call.Failures.NoAnswer(FailureKind.ReplyTooLong, $"sent more than {ReplyBody.LongestReply / 1024 / 1024} MiB in one answer", body.Header) with
                {
                    PartialText = FindPartialText(call, body),
                });
        }

        if (body.FindProblem() is { } problem)
        {
            throw new ChatException(call.Failures.Invalid(body.Status, body.Header, problem));
        }

        using JsonDocument? json = body.FindJson();
        if (json is null)
        {
            throw new ChatException(call.Failures.Invalid(body.Status, body.Header, "the body is no JSON") with { PartialText = FindPartialText(call, body) });
        }

        IIncomingAnswer answer = call.NewAnswer(Redactor.Idle, json.RootElement);
        if (answer.FindError(json.RootElement, body.Bytes, isNamed: false) is { } error)
        {
            throw call.Refused(body.Status, body.Header, error);
        }

        answer.Add(json.RootElement, isUnframed: true);
        if (!answer.IsWhole)
        {
            throw new ChatException(call.Failures.Invalid(body.Status, body.Header, answer.Lack));
        }

        answer.Flush();
        Completion completion = answer.ToCompletion();
        if (completion.FinishReason is "error" or "network_error")
        {
            throw new ChatException(call.Failures.CutOff(body.Header, $"ended its answer with the finish reason '{completion.FinishReason}'") with
            {
                PartialText = call.Redactor.Redact(completion.Text),
            });
        }

        return call.ToReply(completion, body.Header);
    }

    private static string FindPartialText(ChatCall call, ReplyBody body) =>
        body.IsError ? "" : call.Redactor.Redact(CutCompletion.FindText(body.Bytes.Span));
}
