namespace AgentCore.LiteLlm.ToolServers.Connections;

/// <summary>The messages that a program writes, each on a line of its own, up to a length for each.</summary>
/// <param name="source">What the program writes.</param>
/// <param name="most">How many bytes a message may have.</param>
internal sealed class MessageLines(Stream source, long most) : IDisposable
{
    // Most messages; the room that a longer one took is not kept.
    private const int Room = 16_384;

    private byte[] _buffer = new byte[Room];
    private int _start;
    private int _end;

    /// <summary>Gets a value indicating whether a message was longer.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Gets a value indicating whether the program has closed its end.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>Waits for the next message, on the thread of the caller.</summary>
    /// <param name="line">The message, without the end of its line, until the next one is read.</param>
    /// <returns>False at the end of what the program writes; what has no end of a line by then is no message.</returns>
    /// <exception cref="MessageTooLongException">It is longer than is read.</exception>
    /// <exception cref="IOException">Nothing can be read.</exception>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        int seen = _start;
        int length;
        while ((length = _buffer.AsSpan(seen, _end - seen).IndexOf((byte)'\n')) < 0)
        {
            if (_end - _start > most)
            {
                IsOver = true;
                throw new MessageTooLongException();
            }

            MakeRoom();
            seen = _end;
            int read = source.Read(_buffer, _end, _buffer.Length - _end);
            if (read == 0)
            {
                IsAtEnd = true;
                line = default;
                return false;
            }

            _end += read;
        }

        line = _buffer.AsSpan(_start, seen - _start + length);
        _start = seen + length + 1;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => source.Dispose();

    private void MakeRoom()
    {
        int held = _end - _start;
        byte[] target = held == _buffer.Length ? new byte[2 * held] : held == 0 && _buffer.Length > Room ? new byte[Room] : _buffer;
        Buffer.BlockCopy(_buffer, _start, target, 0, held);
        (_buffer, _start, _end) = (target, 0, held);
    }
}
