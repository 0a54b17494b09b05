using System.IO.Compression;
using System.Net;
using System.Text;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.Wire;
using Xunit;

#pragma warning disable CA2000 // an answer disposes of its stream, and its handler of the answer

namespace AgentCore.LiteLlm.Tests.Network;

/// <summary>Bodies that gateways compressed, whether they say so or not: what is read is what was meant, and no more than was meant.</summary>
public sealed class DecodedBodyTests
{
    private const string Whole = """{"choices":[{"message":{"content":"Grüße"},"finish_reason":"stop"}]}""";
    private const string Error = """{"error":{"message":"the model is asleep","type":"invalid_request_error"}}""";

    private static readonly string Events = Sse.Of(Sse.Text("Grü"), Sse.Text("ße"), Sse.Stop, Sse.Done);

    public static TheoryData<string, string> Ways => new()
    {
        { "gzip", "gzip" },
        { "gzip", "x-gzip" },
        { "gzip", "" },
        { "gzip", "br" },
        { "zlib", "deflate" },
        { "zlib", "" },
        { "deflate", "deflate" },
        { "br", "br" },
        { "br", "BR" },
        { "zstd", "zstd" },
        { "zstd", "" },
        { "gzip gzip", "gzip" },
        { "zstd gzip", "zstd, gzip" },
        { "br zstd gzip", "br, zstd, gzip" },
        { "", "gzip" },
        { "", "br" },
        { "", "deflate" },
        { "", "zstd" },
        { "", "identity" },
        { "", "utf-8" },
        { "", "" },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task What_is_meant_is_read_however_it_was_compressed_and_cut(string packed, string said)
    {
        foreach ((string body, bool isStream) in ((string, bool)[])[(Whole, false), (Whole, true), (Events, true)])
        {
            byte[] bytes = Pack(Encoding.UTF8.GetBytes(body), packed);
            foreach (int[] cut in (int[][])[[], [.. Enumerable.Range(0, bytes.Length)], [1], [3, 17]])
            {
                ChatRun run = await AskAsync(ScriptedStream.Cut(bytes, cut), said, isStream);

                Assert.True(run.Failure is null, $"{packed} {said}: {run.Failure}");
                Assert.Equal("Grüße", run.Reply.Text);
            }
        }

        ChatRun refused = await AskAsync(ScriptedStream.Cut(Pack(Encoding.UTF8.GetBytes(Error), packed)), said, isStream: true, HttpStatusCode.BadRequest);
        Assert.Equal((FailureKind.BadRequest, "the model is asleep"), (refused.Failure!.Kind, refused.Failure.ProviderMessage));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("zstd")]
    public async Task A_piece_is_there_as_soon_as_it_was_sent(string encoding)
    {
        using MemoryStream sent = new();
        using (Stream packing = ToPacking(sent, encoding))
        {
            await packing.WriteAsync(Sse.Bytes(Sse.Text("first")), TestContext.Current.CancellationToken);
            await packing.FlushAsync(TestContext.Current.CancellationToken);
            using ScriptedStream stream = new([sent.ToArray()]) { Hangs = true };
            using ConnectionHandler wire = new(Answer(stream, encoding), proxy: null);
            using ChatTransport transport = ChatTransport.Over(wire);
            OpenAIChatProvider provider = new(transport, TimeProvider.System);

            await foreach (ChatEvent item in provider.AnswerAsync(ChatRun.Streaming, TestContext.Current.CancellationToken))
            {
                Assert.Equal("first", Assert.IsType<ChatEvent.Arrived>(item).Chunk.Text);
                break;
            }
        }
    }

    [Theory]
    [InlineData("gzip", true)]
    [InlineData("gzip", false)]
    [InlineData("br", true)]
    [InlineData("zstd", false)]
    [InlineData("gzip gzip", false)]
    public async Task A_bomb_is_stopped(string packed, bool isStream)
    {
        byte[] blank = new byte[64 * 1024 * 1024];
        Array.Fill(blank, (byte)'\n');

        ChatRun run = await AskAsync(ScriptedStream.Cut(Pack(blank, packed)), packed.Split(' ')[^1], isStream);

        Assert.Equal((FailureKind.ReplyTooLong, false), (run.Failure!.Kind, run.Failure.Retriable));
    }

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("br", "brotli")]
    [InlineData("zstd", "zstandard")]
    public async Task Damage_is_named(string encoding, string word)
    {
        byte[] bytes = Pack(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 5000).Select(i => $"{i:x}"))), encoding);
        bytes.AsSpan(10, 60).Fill(0xff);

        foreach (bool isStream in (bool[])[false, true])
        {
            ChatFailure failure = (await AskAsync(ScriptedStream.Cut(bytes), encoding, isStream)).Failure!;

            Assert.Equal(FailureKind.ReplyInvalid, failure.Kind);
            Assert.Contains($"no sound {word}", failure.Summary, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_encoding_that_nothing_reads_is_named()
    {
        ChatFailure failure = (await AskAsync(ScriptedStream.Cut([0xff, 0x44, 0x43, 0x42, 1, 2, 3]), "dcb", isStream: false)).Failure!;

        Assert.Equal(FailureKind.ReplyInvalid, failure.Kind);
        Assert.Contains("encoded as 'dcb'", failure.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3_000_000)]
    public async Task What_a_client_buffers_is_what_was_meant_whatever_its_length_on_the_wire(int length)
    {
        byte[] meant = Encoding.UTF8.GetBytes(new string('a', length));
        byte[] sent = Pack(meant, "gzip");
        ByteArrayContent content = new(sent) { Headers = { ContentLength = sent.Length } };
        using WireHandler wire = new(HttpStatusCode.OK, () => content, "text/plain");
        using ConnectionHandler decoding = new(wire, proxy: null);
        using HttpClient client = new(decoding) { MaxResponseContentBufferSize = 4 * 1024 * 1024 };
        using StringContent question = new("""{"model":"m","messages":[{"role":"user","content":"hi"}]}""");
        using HttpResponseMessage response = await client.PostAsync(new Uri("http://127.0.0.1/"), question, TestContext.Current.CancellationToken);

        Assert.Equal(meant, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<ChatRun> AskAsync(ScriptedStream body, string said, bool isStream, HttpStatusCode status = HttpStatusCode.OK)
    {
        using (body)
        {
            using ConnectionHandler wire = new(Answer(body, said, status), proxy: null);
            return await ChatRun.OverAsync(wire, ChatRun.Request with { Stream = isStream });
        }
    }

    private static WireHandler Answer(Stream body, string said, HttpStatusCode status = HttpStatusCode.OK) => new(
        status,
        () =>
        {
            StreamContent content = new(body);
            if (said.Length > 0)
            {
                content.Headers.TryAddWithoutValidation("Content-Encoding", said);
            }

            return content;
        },
        "application/json");

    private static byte[] Pack(byte[] bytes, string ways)
    {
        foreach (string way in ways.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            using MemoryStream packed = new();
            using (Stream packing = ToPacking(packed, way))
            {
                packing.Write(bytes);
            }

            bytes = packed.ToArray();
        }

        return bytes;
    }

    private static Stream ToPacking(Stream packed, string way) => way switch
    {
        "gzip" => new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true),
        "zlib" => new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true),
        "deflate" => new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true),
        "br" => new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true),
        _ => new ZstdSharp.CompressionStream(packed, leaveOpen: true),
    };
}
