using System.Text;
using AgentCore.LiteLlm.ToolServers.Connections;
using Xunit;

namespace AgentCore.LiteLlm.Tests.ToolServers.Connections;

/// <summary>What a program writes, cut into its messages.</summary>
public sealed class MessageLinesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(16_384)]
    [InlineData(1_000_000)]
    public void However_a_text_arrives_its_lines_are_the_same(int piece)
    {
        string[] lines = ["", "a", new('b', 16_383), new('c', 16_384), new('d', 100_000), "e", new('f', 40_000), "", "g"];

        using MessageLines read = new(new PiecedStream(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"), piece), 1_000_000);

        Assert.Equal(lines, ReadAll(read));
    }

    [Fact]
    public void What_has_no_end_is_no_message()
    {
        using MessageLines lines = new(new PiecedStream("a\nb"u8.ToArray(), 100), 100);

        Assert.Equal(["a"], ReadAll(lines));
        Assert.True(lines.IsAtEnd);
        Assert.False(lines.IsOver);
    }

    [Fact]
    public void A_message_that_is_too_long_is_not_read_on()
    {
        using EndlessText source = new();
        using MessageLines lines = new(source, 100_000);

        Assert.Throws<MessageTooLongException>(() => lines.TryRead(out _));

        Assert.True(lines.IsOver);
        Assert.InRange(source.Given, 100_001, 300_000);
    }

    private static List<string> ReadAll(MessageLines lines)
    {
        List<string> read = [];
        while (lines.TryRead(out ReadOnlySpan<byte> line))
        {
            read.Add(Encoding.UTF8.GetString(line));
        }

        return read;
    }

    // Gives no more than a piece at a time.
    private sealed class PiecedStream(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, piece));
    }

    private sealed class EndlessText : MemoryStream
    {
        public long Given { get; private set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)'x');
            Given += count;
            return count;
        }
    }
}
