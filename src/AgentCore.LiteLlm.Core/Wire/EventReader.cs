using System.Buffers;

namespace AgentCore.LiteLlm.Wire;

/// <summary>Reads server-sent events one by one, whatever the size of the pieces in which they arrive, in bounded memory.</summary>
/// <param name="stream">The body of the answer.</param>
/// <param name="clock">The time limits; every arrival is noted there.</param>
internal sealed class EventReader(Stream stream, CallClock clock) : IDisposable
{
    private const int LongestEvent = 16 * 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _data = new(1024);
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
    private int _start;
    private int _end;
    private bool _skipsLineFeed;
    private bool _isFirstLine = true;
    private bool _hasData;

    /// <summary>Gets the data of the event that was read last; valid until the next is read.</summary>
    public ReadOnlyMemory<byte> Data => _data.WrittenMemory;

    /// <summary>Gets a value indicating whether the stream has ended.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Gets a value indicating whether an event or a line was longer than anything a model sends.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Looks at the first byte that is no white space and no mark, without consuming anything.</summary>
    /// <returns>The byte, or null when the stream holds none.</returns>
    public async ValueTask<byte?> PeekAsync()
    {
        while (true)
        {
            int at = _start;
            ReadOnlySpan<byte> seen = _buffer.AsSpan(_start, _end - _start);
            at += seen.StartsWith("\uFEFF"u8) ? 3 : 0;
            while (at < _end && _buffer[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                at++;
            }

            bool mayBeMark = seen.Length is > 0 and < 3 && "\uFEFF"u8.StartsWith(seen);
            if (at < _end && !mayBeMark)
            {
                return _buffer[at];
            }

            if (!await FillAsync().ConfigureAwait(false))
            {
                return null;
            }
        }
    }

    /// <summary>Reads the next event that has data.</summary>
    /// <returns>False when the stream has ended, or an event was too long.</returns>
    public async ValueTask<bool> ReadAsync()
    {
        _data.ResetWrittenCount();
        _hasData = false;
        while (!IsTooLong)
        {
            while (FindLine() is { } line)
            {
                if (Take(line.Span))
                {
                    return true;
                }
            }

            if (!await FillAsync().ConfigureAwait(false))
            {
                // Servers forget the last blank line; what stands before the end is still an event.
                Take(_buffer.AsSpan(_start, _end - _start));
                _start = _end;
                return _hasData;
            }
        }

        return false;
    }

    /// <summary>Takes what has not been read yet as it is, for a body that is no stream of events.</summary>
    /// <param name="longest">The most bytes to take.</param>
    /// <returns>The bytes.</returns>
    public async ValueTask<ReadOnlyMemory<byte>> ReadRestAsync(int longest)
    {
        while (_end - _start < longest && await FillAsync().ConfigureAwait(false))
        {
        }

        return _buffer.AsMemory(_start, _end - _start);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        stream.Dispose();
    }

    // A line ends with LF, CR or both; the LF of a pair may come with the next piece.
    private ReadOnlyMemory<byte>? FindLine()
    {
        if (_skipsLineFeed && _start < _end)
        {
            _start += _buffer[_start] == (byte)'\n' ? 1 : 0;
            _skipsLineFeed = false;
        }

        int length = _buffer.AsSpan(_start, _end - _start).IndexOfAny((byte)'\r', (byte)'\n');
        if (length < 0)
        {
            return null;
        }

        ReadOnlyMemory<byte> line = _buffer.AsMemory(_start, length);
        _skipsLineFeed = _buffer[_start + length] == (byte)'\r';
        _start += length + 1;
        return line;
    }

    // True when the line was the blank one that ends an event with data.
    private bool Take(ReadOnlySpan<byte> line)
    {
        if (_isFirstLine)
        {
            _isFirstLine = false;
            line = line.StartsWith("\uFEFF"u8) ? line[3..] : line;
        }

        if (line.IsEmpty)
        {
            return _hasData;
        }

        if (line.StartsWith("data"u8) && (line.Length == 4 || line[4] == (byte)':'))
        {
            ReadOnlySpan<byte> value = line.Length == 4 ? default : line[5..];
            value = value.StartsWith(" "u8) ? value[1..] : value;
            if (_hasData)
            {
                _data.Write("\n"u8);
            }

            _data.Write(value);
            _hasData = true;
            IsTooLong = _data.WrittenCount > LongestEvent;
        }

        return false;
    }

    private async ValueTask<bool> FillAsync()
    {
        if (HasEnded)
        {
            return false;
        }

        MakeRoom();
        if (IsTooLong)
        {
            return false;
        }

        int read = await stream.ReadAsync(_buffer.AsMemory(_end), clock.Token).ConfigureAwait(false);
        clock.Heard();
        _end += read;
        HasEnded = read == 0;
        return read > 0;
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end < _buffer.Length)
        {
            return;
        }

        if (_buffer.Length >= LongestEvent)
        {
            IsTooLong = true;
            return;
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, _end).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
