using System.Collections.Immutable;
using System.Text;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.Wire;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Wire;

public sealed class EventReaderTests
{
    public static TheoryData<string, string[]> Streams => new()
    {
        { "data: a\n\ndata: b\n\n", ["a", "b"] },
        { "data: a\r\n\r\ndata: b\r\n\r\n", ["a", "b"] },
        { "data: a\r\rdata: b\r\r", ["a", "b"] },
        { "data: a\r\n\ndata: b\n\r\n", ["a", "b"] },
        { "data:a\n\ndata:  b \n\n", ["a", " b "] },
        { "data: a\ndata: b\ndata:\ndata: c\n\n", ["a\nb\n\nc"] },
        { ": OPENROUTER PROCESSING\n\n: x\n\ndata: a\n: in between\n\n", ["a"] },
        { "event: message\nid: 7\nretry: 5\ndata: a\n\n", ["a"] },
        { "data: a\nevent: late\n\nevent: alone\n\ndata: b\n\n", ["a", "b"] },
        { "\uFEFFdata: a\n\ndata: b\n\n", ["a", "b"] },
        { "\uFEFF: comment\n\ndata: a\n\n", ["a"] },
        { "\n\n\r\n\ndata: a\n\n\n\n\ndata: b\n\n\n", ["a", "b"] },
        { "data: a\n\ndata: no blank line", ["a", "no blank line"] },
        { "data: a\n\ndata: no second line end\n", ["a", "no second line end"] },
        { "data: a\n\ndata: return only\r", ["a", "return only"] },
        { "data\n\ndata:\n\ndata: \n\n", ["", "", ""] },
        { "database: x\ndat: y\nDATA: z\n data: w\ndata : v\n\ndata: a\n\n", ["a"] },
        { "data: \uFEFFa\n\n\uFEFFdata: b\n\n", ["\uFEFFa"] },
        { "data: {\"a\":\"b: c\"}\n\ndata: Grüße 😀\n\n", ["{\"a\":\"b: c\"}", "Grüße 😀"] },
        { "", [] },
        { "\n\n", [] },
        { ": only a comment\n\n", [] },
        { "no field at all", [] },
    };

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task Events_are_the_same_wherever_the_stream_is_cut(string stream, string[] expected)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(stream);

        Assert.Equal(expected, await ReadAsync(ScriptedStream.Cut(bytes)));
        Assert.Equal(expected, await ReadAsync(ScriptedStream.Cut(bytes, [.. Enumerable.Range(0, bytes.Length)])));
        for (int place = 0; place <= bytes.Length; place++)
        {
            Assert.Equal(expected, await ReadAsync(ScriptedStream.Cut(bytes, place)));
        }
    }

    [Theory]
    [InlineData("data: a\n\n", 'd')]
    [InlineData("\uFEFFdata: a\n\n", 'd')]
    [InlineData(" \r\n\t\n{\"a\":1}", '{')]
    [InlineData("\uFEFF\n<html>", '<')]
    [InlineData("", null)]
    [InlineData(" \n ", null)]
    [InlineData("\uFEFF", null)]
    public async Task Peek_shows_the_first_byte_that_says_something(string stream, char? expected)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(stream);
        for (int place = 0; place <= bytes.Length; place++)
        {
            using Reading reading = new(ScriptedStream.Cut(bytes, place));

            Assert.Equal((byte?)expected, await reading.Events.PeekAsync());
        }
    }

    [Theory]
    [InlineData(": comment", true)]
    [InlineData("event: ping\n\n", true)]
    [InlineData("data: x", true)]
    [InlineData("retry: 1\n", true)]
    [InlineData("upstream is gone\n\n", false)]
    [InlineData("HTTP/1.1: no\n", false)]
    public async Task Lines_of_events_are_told_from_other_text(string stream, bool expected)
    {
        using Reading reading = new(new ScriptedStream(stream));
        while (await reading.Events.ReadAsync())
        {
        }

        Assert.Equal(expected, reading.Events.HasEventLines);
    }

    [Fact]
    public async Task An_event_of_many_buffers_is_read_whole()
    {
        string text = string.Concat(Enumerable.Range(0, 200_000).Select(i => $"{i} "));

        Assert.Equal([text, "b"], await ReadAsync(new ScriptedStream($"data: {text}\n\n", "data: b\n\n")));
    }

    [Theory]
    [InlineData("data: ", "x", "")]
    [InlineData("", "x", "\n\n")]
    [InlineData("", "data: 0123456789abcdef\n", "\n\n")]
    [InlineData("", "data:\n", "\n\n")]
    public async Task What_is_longer_than_any_event_ends_the_stream(string start, string repeated, string end)
    {
        byte[] block = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(repeated, 100_000)));
        int blocks = (EventReader.LongestEvent * (repeated == "data:\n" ? 6 : 2) / block.Length) + 1;
        using Reading reading = new(
            new ScriptedStream([Encoding.UTF8.GetBytes(start), .. Enumerable.Repeat((ReadOnlyMemory<byte>)block, blocks), Encoding.UTF8.GetBytes(end)]));

        Assert.False(await reading.Events.ReadAsync());
        Assert.True(reading.Events.IsTooLong);
        Assert.False(await reading.Events.ReadAsync());
    }

    [Fact]
    public async Task Disposing_twice_returns_the_buffer_once_and_closes_the_stream()
    {
        ScriptedStream stream = new("data: a\n\n");
        using Reading reading = new(stream);
        Assert.True(await reading.Events.ReadAsync());

        reading.Events.Dispose();
        reading.Events.Dispose();

        Assert.True(stream.IsDisposed);
    }

    private static async Task<ImmutableArray<string>> ReadAsync(Stream stream)
    {
        using Reading reading = new(stream);
        ImmutableArray<string>.Builder found = ImmutableArray.CreateBuilder<string>();
        while (await reading.Events.ReadAsync())
        {
            found.Add(Encoding.UTF8.GetString(reading.Events.Data.Span));
        }

        Assert.False(reading.Events.IsTooLong);
        return found.ToImmutable();
    }

    private sealed class Reading : IDisposable
    {
        private readonly CallClock _clock = new(ChatRun.Streaming, TimeProvider.System, TestContext.Current.CancellationToken);

        public Reading(Stream stream) => Events = new EventReader(stream, _clock);

        public EventReader Events { get; }

        public void Dispose()
        {
            Events.Dispose();
            _clock.Dispose();
        }
    }
}
