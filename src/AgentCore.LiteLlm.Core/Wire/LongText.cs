using System.Text;

namespace AgentCore.LiteLlm.Wire;

/// <summary>Text that grows piece by piece and may become very long: half the size of a StringBuilder's where it is Latin, and the same text again.</summary>
internal sealed class LongText
{
    private const int BlockLength = 16 * 1024;

    // Full blocks: a byte for each character where every one fits into it, else the characters as they are.
    private readonly List<(byte[]? Narrow, char[]? Wide)> _blocks = [];
    private char[] _last = [];
    private int _used;

    /// <summary>Gets a value indicating whether there is no text.</summary>
    public bool IsEmpty => _blocks.Count == 0 && _used == 0;

    /// <summary>Gets how many characters there are.</summary>
    public int Length => (_blocks.Count * BlockLength) + _used;

    /// <summary>Adds a piece.</summary>
    /// <param name="piece">The piece; null adds nothing.</param>
    public void Append(ReadOnlySpan<char> piece)
    {
        while (!piece.IsEmpty)
        {
            if (_used == _last.Length)
            {
                MakeRoom(piece.Length);
            }

            int length = Math.Min(piece.Length, _last.Length - _used);
            piece[..length].CopyTo(_last.AsSpan(_used));
            _used += length;
            piece = piece[length..];
        }
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(Length, this, static (whole, text) => text.CopyTo(whole));

    private void MakeRoom(int wanted)
    {
        if (_last.Length < BlockLength)
        {
            Array.Resize(ref _last, Math.Clamp(_last.Length * 4, Math.Clamp(wanted, 64, BlockLength), BlockLength));
            return;
        }

        if (_last.AsSpan().ContainsAnyExceptInRange('\0', '\u00ff'))
        {
            _blocks.Add((null, _last));
            _last = new char[BlockLength];
        }
        else
        {
            byte[] narrow = new byte[BlockLength];
            Encoding.Latin1.GetBytes(_last, narrow);
            _blocks.Add((narrow, null));
        }

        _used = 0;
    }

    private void CopyTo(Span<char> whole)
    {
        foreach ((byte[]? narrow, char[]? wide) in _blocks)
        {
            if (wide is not null)
            {
                wide.CopyTo(whole);
            }
            else
            {
                Encoding.Latin1.GetChars(narrow, whole);
            }

            whole = whole[BlockLength..];
        }

        _last.AsSpan(0, _used).CopyTo(whole);
    }
}
