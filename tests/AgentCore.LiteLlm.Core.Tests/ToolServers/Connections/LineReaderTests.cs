using AgentCore.LiteLlm.ToolServers.Connections;
using Xunit;

namespace AgentCore.LiteLlm.Tests.ToolServers.Connections;

public sealed class LineReaderTests
{
    [Theory]
    [InlineData("a\nb\r\nc", "a|b|c")]
    [InlineData("\n\n \na", "a")]
    [InlineData("0123456789abc\nd", "0123456789|d")]
    [InlineData("", "")]
    public async Task Lines_are_told_and_long_ones_by_their_beginning(string text, string expected) =>
        Assert.Equal(expected, await ReadAsync(new StringReader(text)));

    [Fact]
    public async Task A_line_without_end_is_not_kept()
    {
        using LongLine reader = new(200_000_000);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal("xxxxxxxxxx|end", await ReadAsync(reader));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    private static async Task<string> ReadAsync(TextReader reader)
    {
        List<string> told = [];
        await LineReader.ReadAsync(reader, 10, told.Add);
        return string.Join('|', told);
    }

    // Completes at once, so that everything is done by one thread.
    private sealed class LongLine(long length) : TextReader
    {
        private long _left = length;
        private bool _isOver;

        public override ValueTask<int> ReadAsync(Memory<char> buffer, CancellationToken cancellationToken = default)
        {
            if (_left > 0)
            {
                buffer.Span.Fill('x');
                _left -= buffer.Length;
                return new(buffer.Length);
            }

            if (_isOver)
            {
                return new(0);
            }

            _isOver = true;
            "\nend".CopyTo(buffer.Span);
            return new(4);
        }
    }
}
