namespace AgentCore.LiteLlm.Bulk;

/// <summary>Reads a file's lines as bytes, with the place where each begins.</summary>
/// <param name="file">The file, at its start.</param>
/// <param name="longest">The most bytes of a line.</param>
internal sealed class JournalLines(Stream file, int longest)
{
    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;
    private long _offset;
    private bool _isAtEnd;

    /// <summary>Reads the next line.</summary>
    /// <returns>
    /// Where it begins, its bytes without the line feed, which hold until the next call, and whether a line feed ended it; null at the end
    /// of the file.
    /// </returns>
    /// <exception cref="InvalidDataException">The line is longer than any that is read.</exception>
    public (long Start, ReadOnlyMemory<byte> Bytes, bool IsEnded)? Read()
    {
        int searched = 0;
        while (true)
        {
            int found = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                return Take(searched + found, isEnded: true);
            }

            if (_isAtEnd)
            {
                return _end > _start ? Take(_end - _start, isEnded: false) : null;
            }

            searched = _end - _start;
            Fill();
        }
    }

    private (long Start, ReadOnlyMemory<byte> Bytes, bool IsEnded) Take(int length, bool isEnded)
    {
        ReadOnlyMemory<byte> line = _buffer.AsMemory(_start, length);
        long start = _offset;
        int taken = length + (isEnded ? 1 : 0);
        _start += taken;
        _offset += taken;
        return (start, line, isEnded);
    }

    private void Fill()
    {
        if (_end - _start > longest)
        {
            throw new InvalidDataException($"a line is longer than {longest >> 20} MiB.");
        }

        byte[] target = _end - _start > _buffer.Length / 2 ? new byte[_buffer.Length * 2] : _buffer;
        _buffer.AsSpan(_start, _end - _start).CopyTo(target);
        (_buffer, _end, _start) = (target, _end - _start, 0);
        int read = file.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _isAtEnd = read == 0;
    }
}
