using System.Buffers;
using System.Text;
using AgentCore.LiteLlm.Simulation;

namespace AgentCore.LiteLlm.TestEndpoints;

/// <summary>Carries out one reply after the other on one connection.</summary>
/// <param name="client">The other side.</param>
/// <param name="response">Frames what is sent.</param>
/// <param name="dialectSeed">What chooses the dialect of each answer; null for OpenAI's own.</param>
internal sealed class ReplyWriter(ConnectedClient client, ResponseWriter response, int? dialectSeed)
{
    private static readonly KeyValuePair<string, string> Json = new("Content-Type", "application/json");
    private static readonly KeyValuePair<string, string> EventStream = new("Content-Type", "text/event-stream; charset=utf-8");

    /// <summary>Writes a reply.</summary>
    /// <returns>Whether the connection is still good for another request.</returns>
    public async Task<bool> WriteAsync(TestRequest request, TestReply reply)
    {
        await client.WaitAsync(reply.Delay).ConfigureAwait(false);
        if (reply is TestReply.Computed computed)
        {
            reply = computed.Make(request);
            await client.WaitAsync(reply.Delay).ConfigureAwait(false);
        }

        switch (reply)
        {
            case TestReply.Raw raw:
                return await CarryOutAsync(raw.Steps).ConfigureAwait(false);
            case TestReply.Http http:
                await WriteHttpAsync(request, http).ConfigureAwait(false);
                break;
            case TestReply.Failure failure:
                await WriteFailureAsync(request, failure).ConfigureAwait(false);
                break;
            default:
                await WriteChatAsync(request, reply as TestReply.Chat).ConfigureAwait(false);
                break;
        }

        return request.KeepsConnection;
    }

    private async Task WriteChatAsync(TestRequest request, TestReply.Chat? chat)
    {
        if (request.Call is not { } call)
        {
            EndpointError refusal = request.Refusal ?? EndpointError.UnknownPath(request.Method, request.Path);
            refusal.WriteTo(response.Body);
            response.StartWithBody(request, refusal.Status, [Json]);
            await response.EndAsync().ConfigureAwait(false);
            return;
        }

        ChatAnswer answer = chat is null ? SimulatedAnswers.For(call) : ScriptedAnswers.For(call, chat);
        List<KeyValuePair<string, string>> headers = [new("x-request-id", "req_" + call.Hash), .. chat?.Headers ?? []];
        if (FindDialect(request) is { } dialect && answer.Repeat == 1 && chat is not { ChunkDelay.Ticks: > 0 })
        {
            byte[] body = call.Stream ? dialect.WriteStream(answer, call.IncludeUsage) : dialect.WriteWhole(answer);
            await WriteCutAsync(request, dialect, 200, body, call.Stream ? EventStream : Json, headers).ConfigureAwait(false);
            return;
        }

        if (call.Stream)
        {
            await WriteStreamAsync(request, answer, headers, chat?.ChunkDelay ?? TimeSpan.Zero).ConfigureAwait(false);
            return;
        }

        AnswerJson.Write(response.Body, call, answer);
        response.StartWithBody(request, 200, [Json, .. headers]);
        await response.EndAsync().ConfigureAwait(false);
    }

    private async Task WriteStreamAsync(
        TestRequest request,
        ChatAnswer answer,
        IEnumerable<KeyValuePair<string, string>> headers,
        TimeSpan pause)
    {
        response.Start(
            request,
            200,
            [EventStream, new("Cache-Control", "no-cache"), .. headers],
            null);
        using IAnswerEvents events = AnswerJson.Stream(response.Body, request.Call!, answer);
        foreach (long written in events.WriteEach())
        {
            if (pause > TimeSpan.Zero || response.IsFull)
            {
                await response.FlushAsync().ConfigureAwait(false);
                await client.WaitAsync(pause).ConfigureAwait(false);
            }
        }

        await response.EndAsync().ConfigureAwait(false);
    }

    private async Task WriteFailureAsync(TestRequest request, TestReply.Failure failure)
    {
        if (failure.Body is not null)
        {
            Encoding.UTF8.GetBytes(failure.Body, response.Body);
        }
        else
        {
            EndpointError error = new(failure.Status, failure.Message) { Type = failure.Type, Code = failure.Code, Param = failure.Param };
            if (FindDialect(request) is { } dialect)
            {
                byte[] body = dialect.WriteError(error, request.Stream, out string mediaType);
                await WriteCutAsync(request, dialect, failure.Status, body, new("Content-Type", mediaType), failure.Headers).ConfigureAwait(false);
                return;
            }

            error.WriteTo(response.Body);
        }

        response.StartWithBody(request, failure.Status, [Json, .. failure.Headers]);
        await response.EndAsync().ConfigureAwait(false);
    }

    // Only answers of models differ so much from server to server.
    private ReplyDialect? FindDialect(TestRequest request) =>
        request.Call is not null && dialectSeed is { } seed ? ReplyDialect.Draw(seed, request.Index) : null;

    private async Task WriteCutAsync(
        TestRequest request,
        ReplyDialect dialect,
        int status,
        byte[] plain,
        KeyValuePair<string, string> mediaType,
        IEnumerable<KeyValuePair<string, string>> headers)
    {
        byte[] body = dialect.Encode(plain, out string? encoding);
        response.Start(
            request, status, [mediaType, .. headers, .. encoding is null ? [] : (KeyValuePair<string, string>[])[new("Content-Encoding", encoding)]], null);
        foreach (ReadOnlyMemory<byte> piece in ResponseWriter.HasBody(request, status) ? dialect.Cut(body) : [])
        {
            response.Body.Write(piece.Span);
            await response.FlushAsync().ConfigureAwait(false);
        }

        await response.EndAsync().ConfigureAwait(false);
    }

    private async Task WriteHttpAsync(TestRequest request, TestReply.Http http)
    {
        List<KeyValuePair<string, string>> headers = [.. http.Headers];
        if (http.ContentType is not null)
        {
            headers.Insert(0, new("Content-Type", http.ContentType));
        }

        response.Start(request, http.Status, headers, (long)http.Body.Length * http.Repeat);
        await response.EndAsync().ConfigureAwait(false);
        if (ResponseWriter.HasBody(request, http.Status))
        {
            await client.SendAsync(http.Body, http.Repeat).ConfigureAwait(false);
        }
    }

    private async Task<bool> CarryOutAsync(IReadOnlyList<TestStep> steps)
    {
        foreach (TestStep step in steps)
        {
            switch (step)
            {
                case TestStep.Bytes bytes:
                    await client.SendAsync(bytes.Content).ConfigureAwait(false);
                    break;
                case TestStep.Repeat repeat:
                    await client.SendAsync(repeat.Content, repeat.Count).ConfigureAwait(false);
                    break;
                case TestStep.Drip drip:
                    await DripAsync(drip).ConfigureAwait(false);
                    break;
                case TestStep.Wait wait:
                    await client.WaitAsync(wait.Time).ConfigureAwait(false);
                    break;
                case TestStep.Hold:
                    await client.HoldAsync().ConfigureAwait(false);
                    break;
                case TestStep.Abort:
                    client.Abort();
                    return false;
                default:
                    return false;
            }
        }

        return true;
    }

    private async Task DripAsync(TestStep.Drip drip)
    {
        for (int i = 0; i < drip.Content.Length; i++)
        {
            await client.SendAsync(drip.Content.Slice(i, 1)).ConfigureAwait(false);
            await client.WaitAsync(drip.Interval).ConfigureAwait(false);
        }
    }
}
