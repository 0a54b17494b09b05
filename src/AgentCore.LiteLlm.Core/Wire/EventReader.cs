using System.Buffers;

namespace AgentCore.LiteLlm.Wire;

/// <summary>Reads server-sent events one by one, whatever the size of the pieces in which they arrive, in bounded memory.</summary>
/// <param name="stream">The body of the answer.</param>
/// <param name="clock">The time limits; every wait is noted there.</param>
internal sealed class EventReader(Stream stream, CallClock clock) : IDisposable
{
    /// <summary>More bytes than any line or event of a model has.</summary>
    internal const int LongestEvent = 16 * 1024 * 1024;

    private const int MostReadsOfTheRest = 4;

    private readonly ArrayBufferWriter<byte> _data = new(1024);
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
    private int _start;
    private int _end;
    private int _searched;
    private bool _skipsLineFeed;
    private bool _isFirstLine = true;
    private bool _hasData;

    /// <summary>Gets the data of the event that was read last; valid until the next is read.</summary>
    public ReadOnlyMemory<byte> Data => _data.WrittenMemory;

    /// <summary>Gets a value indicating whether the stream has ended.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Gets a value indicating whether an event or a line was longer than anything a model sends.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Gets a value indicating whether any line was one of a stream of events.</summary>
    public bool HasEventLines { get; private set; }

    private ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Looks at the first byte that is no white space and no mark, without consuming anything but white space.</summary>
    /// <returns>The byte, or null when the stream holds none.</returns>
    public async ValueTask<byte?> PeekAsync()
    {
        while (true)
        {
            bool hasMark = _isFirstLine && Unread.StartsWith("\uFEFF"u8);
            int at = _start + (hasMark ? 3 : 0);
            while (at < _end && _buffer[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                at++;
            }

            bool mayBeMark = _isFirstLine && Unread.Length is > 0 and < 3 && "\uFEFF"u8.StartsWith(Unread);
            if (at < _end && !mayBeMark)
            {
                return _buffer[at];
            }

            // Blank lines say nothing; a server may send them for as long as it thinks.
            if (!mayBeMark && at > _start)
            {
                _isFirstLine = false;
                _start = _searched = at;
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
            while (!IsTooLong && TakeLine(out bool endsEvent))
            {
                if (endsEvent)
                {
                    return true;
                }
            }

            if (!IsTooLong && !await FillAsync().ConfigureAwait(false) && !IsTooLong)
            {
                // Servers forget the last blank line; what stands before the end is still an event.
                Take(Unread);
                _start = _end;
                return _hasData && !IsTooLong;
            }
        }

        return false;
    }

    /// <summary>Takes what has not been read yet as it is, for a body that is no stream of events.</summary>
    /// <returns>The bytes.</returns>
    public async ValueTask<ReadOnlyMemory<byte>> ReadRestAsync()
    {
        while (await FillAsync().ConfigureAwait(false))
        {
        }

        return _buffer.AsMemory(_start, _end - _start);
    }

    /// <summary>Reads over what little follows the last event, so that the connection can serve the next call.</summary>
    public async ValueTask SkipRestAsync()
    {
        for (int reads = 0; reads < MostReadsOfTheRest; reads++)
        {
            _start = _searched = _end;
            if (!await FillAsync().ConfigureAwait(false))
            {
                return;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The pool ignores the empty array of a second call.
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _start = _end = _searched = 0;
        stream.Dispose();
    }

    // A line ends with LF, CR or both; the LF of a pair may come with the next piece.
    private bool TakeLine(out bool endsEvent)
    {
        endsEvent = false;
        if (_skipsLineFeed && _start < _end)
        {
            _start += _buffer[_start] == (byte)'\n' ? 1 : 0;
            _searched = _start;
            _skipsLineFeed = false;
        }

        int length = _buffer.AsSpan(_searched, _end - _searched).IndexOfAny((byte)'\r', (byte)'\n');
        if (length < 0)
        {
            // A line of many pieces is searched once.
            _searched = _end;
            return false;
        }

        int lineEnd = _searched + length;
        ReadOnlySpan<byte> line = _buffer.AsSpan(_start, lineEnd - _start);
        _skipsLineFeed = _buffer[lineEnd] == (byte)'\r';
        _start = _searched = lineEnd + 1;
        endsEvent = Take(line);
        return true;
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

        int colon = line.IndexOf((byte)':');
        ReadOnlySpan<byte> field = colon < 0 ? line : line[..colon];
        bool isData = field.SequenceEqual("data"u8);
        HasEventLines = HasEventLines || isData || colon == 0 || field.SequenceEqual("event"u8) || field.SequenceEqual("id"u8) || field.SequenceEqual("retry"u8);
        if (isData)
        {
            TakeData(colon < 0 ? default : line[(colon + 1)..]);
        }

        return false;
    }

    private void TakeData(ReadOnlySpan<byte> value)
    {
        value = value.StartsWith(" "u8) ? value[1..] : value;
        IsTooLong |= _data.WrittenCount + value.Length >= LongestEvent;
        if (IsTooLong)
        {
            return;
        }

        if (_hasData)
        {
            _data.Write("\n"u8);
        }

        _data.Write(value);
        _hasData = true;
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

        clock.StartWaiting();
        int read = await stream.ReadAsync(_buffer.AsMemory(_end), clock.Token).ConfigureAwait(false);
        clock.StopWaiting();
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
            _searched -= _start;
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
