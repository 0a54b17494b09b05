using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Wire;

namespace AgentCore.LiteLlm.Batches;

/// <summary>The lines of a file as they arrive. One line may be long, the file longer; only a line is kept.</summary>
internal sealed class BatchLines : IDisposable
{
    private const int LongestLine = 64 * 1024 * 1024;

    // Blank ones and those of no use too: a file must end some time.
    private const int MostLines = 4 * BatchFile.MostItems;

    private readonly Stream _stream;
    private readonly ChatCall _call;
    private readonly Func<string, string?> _header;
    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private int _lines;
    private bool _isOver;

    private BatchLines(ReceivedResponse response, ChatCall call)
    {
        _stream = response.Body;
        _call = call;
        _header = response.Header;
    }

    /// <summary>Begins to read an answer.</summary>
    /// <exception cref="ChatException">The answer is an error.</exception>
    public static async Task<BatchLines> OpenAsync(ReceivedResponse response, ChatCall call)
    {
        if (!ReplyBody.IsErrorStatus(response.Status))
        {
            return new BatchLines(response, call);
        }

        ReplyBody body = await ReplyBody.ReadAsync(response, call).ConfigureAwait(false);
        throw BatchRefusal.Of(body.ToRefusal(call));
    }

    /// <summary>Reads the next line that is not blank; null at the end. It holds until the next is read.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync()
    {
        int seen = _start;
        while (true)
        {
            int end = _buffer.AsSpan(seen.._end).IndexOf((byte)'\n');
            if (end >= 0 || _isOver)
            {
                ReadOnlyMemory<byte> line = Trim(_buffer.AsMemory(_start..(end < 0 ? _end : seen + end)));
                _start = seen = end < 0 ? _end : seen + end + 1;
                if (++_lines > MostLines)
                {
                    throw new ChatException(_call.Failures.Invalid(200, _header, $"the file has more than {MostLines:#,0} lines"));
                }

                if (line.Length > 0)
                {
                    return line;
                }

                if (end < 0)
                {
                    return null;
                }

                continue;
            }

            int kept = _end - _start;
            await FillAsync().ConfigureAwait(false);
            seen = _start + kept;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private async ValueTask FillAsync()
    {
        int kept = _end - _start;
        if (kept >= LongestLine)
        {
            throw new ChatException(_call.Failures.Invalid(200, _header, $"a line of the file is longer than {LongestLine / 1024 / 1024} MiB"));
        }

        // A line that was given out lies before the start, and is not needed any more.
        byte[] larger = kept > _buffer.Length / 2 ? new byte[_buffer.Length * 2] : _buffer;
        Buffer.BlockCopy(_buffer, _start, larger, 0, kept);
        (_buffer, _start, _end) = (larger, 0, kept);
        _call.Clock.StartWaiting();
        int read = await _stream.ReadAsync(_buffer.AsMemory(_end), _call.Clock.Token).ConfigureAwait(false);
        _call.Clock.StopWaiting();
        _call.NoteBegun();
        _end += read;
        _isOver = read == 0;
    }

    private static ReadOnlyMemory<byte> Trim(ReadOnlyMemory<byte> line)
    {
        ReadOnlySpan<byte> bytes = line.Span;
        int start = bytes.IndexOfAnyExcept(" \t\r\uFEFF"u8);
        return start < 0 ? default : line[start..(bytes.LastIndexOfAnyExcept(" \t\r"u8) + 1)];
    }
}
