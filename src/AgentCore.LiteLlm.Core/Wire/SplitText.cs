using System.Text;

namespace AgentCore.LiteLlm.Wire;

/// <summary>
/// Text whose characters may be cut in two by the pieces in which it comes: the bytes of one, which <see cref="Json.ReceivedJson"/> gives as
/// lone low halves of U+DC80 to U+DCFF, are put together again.
/// </summary>
internal sealed class SplitText
{
    private readonly List<byte> _bytes = [];
    private bool _endsInHalf;

    /// <summary>Takes a piece in.</summary>
    /// <param name="piece">The piece.</param>
    /// <returns>Its text; the bytes at its end are held back that may be the beginning of a character.</returns>
    public string Add(string piece)
    {
        if (piece.Length == 0)
        {
            return piece;
        }

        if (_bytes.Count == 0 && piece.AsSpan().IndexOfAnyInRange('\uDC80', '\uDCFF') < 0)
        {
            _endsInHalf = char.IsHighSurrogate(piece[^1]);
            return piece;
        }

        StringBuilder text = new(piece.Length);
        foreach (char c in piece)
        {
            if (c is >= '\uDC80' and <= '\uDCFF' && !_endsInHalf)
            {
                _bytes.Add((byte)c);
                Decode(text, isLast: false);
                continue;
            }

            Decode(text, isLast: true);
            text.Append(c);
            _endsInHalf = char.IsHighSurrogate(c);
        }

        return text.ToString();
    }

    /// <summary>Gives out what was held back.</summary>
    public string Flush()
    {
        if (_bytes.Count == 0)
        {
            return "";
        }

        StringBuilder text = new();
        Decode(text, isLast: true);
        return text.ToString();
    }

    private void Decode(StringBuilder text, bool isLast)
    {
        while (_bytes.Count > 0)
        {
            System.Buffers.OperationStatus status = Rune.DecodeFromUtf8(_bytes.ToArray(), out Rune rune, out int length);
            if (status == System.Buffers.OperationStatus.NeedMoreData && !isLast)
            {
                return;
            }

            text.Append(rune.ToString());
            _bytes.RemoveRange(0, length);
        }
    }
}
