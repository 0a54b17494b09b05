using System.IO.Compression;
using System.Net;
using System.Text;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.TestEndpoints;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.Wire;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Wire;

public sealed class WatchedReplyBodyTests() : ReplyBodyTests(ChatTransport.OverHttp());

public sealed class WaitingReplyBodyTests() : ReplyBodyTests(ChatTransport.Waiting());

/// <summary>Answers that come in one piece, over connections of either kind.</summary>
public abstract class ReplyBodyTests : IAsyncDisposable
{
    private readonly TestEndpoint _endpoint = TestEndpoint.Start();
    private readonly ChatTransport _transport;

    private protected ReplyBodyTests(ChatTransport transport) => _transport = transport;

    public ValueTask DisposeAsync()
    {
        _transport.Dispose();
        _endpoint.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(1_000_000)]
    [InlineData(3_000_000)]
    public async Task An_answer_is_whole_whether_its_length_is_announced_or_not(int length)
    {
        byte[] body = Completion(length);
        ChatRun announced = await AnswerAsync($"Content-Length: {body.Length}", body);
        ChatRun unannounced = await AnswerAsync("X-Length: none", body);

        Assert.Equal(announced.Reply.Text, unannounced.Reply.Text);
        Assert.Equal(length + 1, announced.Reply.Text.Length);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("identity")]
    public async Task The_length_of_what_is_compressed_says_nothing_of_the_answer(string said)
    {
        byte[] body = Gzip(Completion(500_000));
        ChatRun run = await AnswerAsync($"Content-Encoding: {said}\r\nContent-Length: {body.Length}", body);

        Assert.Equal(500_001, run.Reply.Text.Length);
    }

    [Theory]
    [InlineData("500000")]
    [InlineData("2147483647")]
    [InlineData("9223372036854775807")]
    public async Task An_answer_shorter_than_announced_was_cut_off(string length)
    {
        ChatRun run = await AnswerAsync($"Content-Length: {length}", Completion(10)[..^2]);

        Assert.Equal((FailureKind.ReplyCutOff, "xxxxxxxxxx!"), (run.Failure!.Kind, run.Failure.PartialText));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("many")]
    [InlineData("99999999999999999999")]
    public async Task A_length_that_is_none_keeps_no_answer_away(string length)
    {
        ChatRun run = await AnswerAsync($"Content-Length: {length}", Completion(10));

        Assert.Equal("xxxxxxxxxx!", run.Reply.Text);
    }

    [Fact]
    public async Task A_long_error_is_cut_at_the_same_place_whether_its_length_is_announced_or_not()
    {
        byte[] body = Encoding.UTF8.GetBytes("{\"error\":{\"message\":\"" + new string('a', 300_000) + "\",\"code\":\"at_the_end\"}}");

        using ByteArrayContent announced = new(body) { Headers = { ContentLength = body.Length } };

        using StreamContent pieces = new(new ScriptedStream([body]));
        ChatFailure[] failures = [await FailAsync(announced), await FailAsync(pieces)];

        Assert.Equal(failures[1].ProviderMessage, failures[0].ProviderMessage);
        Assert.Equal([null, null], failures.Select(f => f.ProviderCode));
    }

    private static async Task<ChatFailure> FailAsync(HttpContent content)
    {
        using WireHandler wire = new(HttpStatusCode.BadRequest, () => content, "application/json");
        return (await ChatRun.OverAsync(wire, ChatRun.Request)).Failure!;
    }

    private static byte[] Completion(int length) => Encoding.UTF8.GetBytes(
        $$"""{"choices":[{"message":{"role":"assistant","content":"{{new string('x', length)}}!"},"finish_reason":"stop"}]}""");

    private static byte[] Gzip(byte[] plain)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest))
        {
            gzip.Write(plain);
        }

        return packed.ToArray();
    }

    private Task<ChatRun> AnswerAsync(string headers, byte[] body)
    {
        // What closes its connection says so: the next request would else be written to one that is being closed.
        _endpoint.Enqueue(new TestReply.Raw(
            new TestStep.Bytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n{headers}\r\n\r\n"),
            new TestStep.Bytes(body), new TestStep.Close()));
        return ChatRun.OfAsync(new OpenAIChatProvider(_transport, TimeProvider.System), ChatRun.Request with { BaseUrl = _endpoint.BaseUrl });
    }
}
