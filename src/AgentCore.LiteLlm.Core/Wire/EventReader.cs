using System.Buffers;
using System.Text;
using AgentCore.LiteLlm.Json;

namespace AgentCore.LiteLlm.Wire;

/// <summary>
/// Reads server-sent events one by one, whatever the size of the pieces in which they arrive, in bounded memory. JSON that stands there
/// without <c>data:</c> is an event too, up to the end of the line on which it ends: proxies pass errors on so, and some servers everything.
/// </summary>
/// <param name="stream">The body of the answer.</param>
/// <param name="clock">The time limits; every wait is noted there.</param>
internal sealed class EventReader(Stream stream, CallClock clock) : IDisposable
{
    /// <summary>More bytes than any line or event of a model has.</summary>
    internal const int LongestEvent = 16 * 1024 * 1024;

    private const int MostReadsOfTheRest = 4;
    private const int LongestStray = 300;

    private readonly ArrayBufferWriter<byte> _data = new(1024);
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
    private int _start;
    private int _end;
    private int _searched;
    private bool _skipsLineFeed;
    private bool _isFirstLine = true;
    private bool _hasData;
    private JsonExtent _extent;
    private int _measured;

    /// <summary>Gets the data of the event that was read last; valid until the next is read.</summary>
    public ReadOnlyMemory<byte> Data => _data.WrittenMemory;

    /// <summary>Gets a value indicating whether the stream has ended.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Gets a value indicating whether an event or a line was longer than anything a model sends.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Gets a value indicating whether any line was one of a stream of events.</summary>
    public bool HasEventLines { get; private set; }

    /// <summary>Gets a value indicating whether the event that was read last is named an error.</summary>
    public bool IsError { get; private set; }

    /// <summary>Gets a value indicating whether the event that was read last is JSON that stands there by itself.</summary>
    public bool IsUnframed { get; private set; }

    /// <summary>Gets the beginning of the lines that are neither of an event nor JSON; empty when there were none.</summary>
    public string Stray { get; private set; } = "";

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
        _hasData = IsUnframed = IsError = false;
        _extent = default;
        _measured = 0;
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
                if (!IsUnframed || !IsLineOfEvent(Unread))
                {
                    Take(Unread);
                    _start = _searched = _end;
                }

                return _hasData && !IsTooLong;
            }
        }

        return false;
    }

    /// <summary>Goes on with the event that was read last, where its JSON is open: over line ends that stand in a string as they are.</summary>
    /// <param name="from">Where in the data the open value begins.</param>
    /// <returns>True when its JSON ends, or another begins; false at a line of the next event, and at the end.</returns>
    public async ValueTask<bool> GoOnAsync(int from)
    {
        // The blank line that seemed to end it.
        TakeData(default);
        _extent = default;
        _measured = from;
        while (!IsTooLong)
        {
            while (FindLine(out int length))
            {
                ReadOnlySpan<byte> line = _buffer.AsSpan(_start, length);
                if (IsLineOfEvent(line))
                {
                    return false;
                }

                bool isJson = IsJson(line);
                TakeData(line);
                SkipLine(length);
                if (isJson || !IsOpen())
                {
                    return !IsTooLong;
                }
            }

            if (!await FillAsync().ConfigureAwait(false))
            {
                TakeData(Unread);
                _start = _searched = _end;
                return !IsTooLong && !IsOpen();
            }
        }

        return false;
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
        if (!FindLine(out int length))
        {
            return false;
        }

        ReadOnlySpan<byte> line = _buffer.AsSpan(_start, length);
        if (IsUnframed && IsLineOfEvent(line))
        {
            // The JSON was cut, and the stream goes on: the line is read again, as one of the next event.
            endsEvent = true;
            return true;
        }

        endsEvent = Take(line);
        SkipLine(length);
        return true;
    }

    private bool FindLine(out int length)
    {
        if (_skipsLineFeed && _start < _end)
        {
            _start += _buffer[_start] == (byte)'\n' ? 1 : 0;
            _searched = _start;
            _skipsLineFeed = false;
        }

        int found = _buffer.AsSpan(_searched, _end - _searched).IndexOfAny((byte)'\r', (byte)'\n');

        // A line of many pieces is searched once.
        _searched = found < 0 ? _end : _searched + found;
        length = _searched - _start;
        return found >= 0;
    }

    private void SkipLine(int length)
    {
        _skipsLineFeed = _buffer[_start + length] == (byte)'\r';
        _start = _searched = _start + length + 1;
    }

    private static bool IsLineOfEvent(ReadOnlySpan<byte> line)
    {
        int colon = line.IndexOf((byte)':');
        ReadOnlySpan<byte> field = colon < 0 ? line : line[..colon];
        return colon == 0 || field.SequenceEqual("data"u8) || field.SequenceEqual("event"u8) || field.SequenceEqual("id"u8) || field.SequenceEqual("retry"u8);
    }

    // True when the event is there: at the blank line that ends one with data, and where JSON ends that stands by itself.
    private bool Take(ReadOnlySpan<byte> line)
    {
        if (_isFirstLine)
        {
            _isFirstLine = false;
            line = line.StartsWith("\uFEFF"u8) ? line[3..] : line;
        }

        if (IsUnframed)
        {
            return TakeUnframed(line);
        }

        if (line.IsEmpty)
        {
            IsError &= _hasData;
            return _hasData;
        }

        int colon = line.IndexOf((byte)':');
        ReadOnlySpan<byte> field = colon < 0 ? line : line[..colon];
        ReadOnlySpan<byte> value = colon < 0 ? default : line[(colon + 1)..];
        value = value.StartsWith(" "u8) ? value[1..] : value;
        if (IsLineOfEvent(line))
        {
            HasEventLines = true;
            IsError |= field.SequenceEqual("event"u8) && value.Trim((byte)' ').SequenceEqual("error"u8);
            if (field.SequenceEqual("data"u8))
            {
                TakeData(value);
            }

            return false;
        }

        // As llama.cpp wrote it: an error as a field of its own.
        if (field.SequenceEqual("error"u8) && colon > 0)
        {
            HasEventLines = IsError = true;
            TakeData(value);
            return false;
        }

        return TakeOther(line);
    }

    private bool TakeOther(ReadOnlySpan<byte> line)
    {
        if (_hasData)
        {
            // The rest of a string with a line end in it, or what a proxy wrote behind an event that was cut.
            if (IsJson(line) || IsOpen())
            {
                TakeData(line);
            }

            return false;
        }

        if (IsJson(line))
        {
            IsUnframed = true;
            return TakeUnframed(line);
        }

        if (Stray.Length < LongestStray)
        {
            string text = Encoding.UTF8.GetString(line[..Math.Min(line.Length, LongestStray)]).Trim();
            Stray = Stray.Length == 0 ? text : $"{Stray} {text}";
        }

        return false;
    }

    private bool TakeUnframed(ReadOnlySpan<byte> line)
    {
        TakeData(line);
        return !IsOpen();
    }

    private static bool IsJson(ReadOnlySpan<byte> line) => line.TrimStart(" \t"u8) is [(byte)'{' or (byte)'[', ..];

    // Asked only where a line follows that is none of an event; each byte is looked at once.
    private bool IsOpen()
    {
        while (_measured < _data.WrittenCount)
        {
            _measured += _extent.Take(_data.WrittenSpan[_measured..]);
        }

        return _extent.IsOpen;
    }

    private void TakeData(ReadOnlySpan<byte> value)
    {
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
