namespace AgentCore.LiteLlm.Network;

/// <summary>Tells from the first bytes of a body, and from what its sender says, how it is compressed. The bytes come first: the word is often wrong.</summary>
internal static class BodySigns
{
    /// <summary>As many bytes as it takes.</summary>
    public const int Enough = 16;

    /// <summary>Decides.</summary>
    /// <param name="start">The first bytes that came.</param>
    /// <param name="isAll">Whether no more come, or enough have.</param>
    /// <param name="said">What the sender calls it; empty when it says nothing.</param>
    /// <returns>How the body is compressed; null where more bytes are needed.</returns>
    /// <exception cref="EncodedBodyException">Nothing here reads it.</exception>
    public static BodyEncoding? Find(ReadOnlySpan<byte> start, bool isAll, string said)
    {
        if (start.IsEmpty)
        {
            return isAll ? BodyEncoding.None : null;
        }

        if (Begins(start, [0x1f, 0x8b], isAll) is not false and var isGzip)
        {
            return isGzip is null ? null : BodyEncoding.Gzip;
        }

        if (Begins(start, [0x28, 0xb5, 0x2f, 0xfd], isAll) is not false and var isZstandard)
        {
            return isZstandard is null ? null : BodyEncoding.Zstandard;
        }

        return said switch
        {
            "" or "identity" or "gzip" or "x-gzip" => FindZlib(start, isAll),
            "deflate" when start.Length < 2 && !isAll => null,
            "deflate" => start.Length > 1 && IsZlib(start) ? BodyEncoding.Zlib : UnlessText(start, isAll, BodyEncoding.Deflate),
            "br" => UnlessText(start, isAll, BodyEncoding.Brotli),
            "zstd" => UnlessText(start, isAll, BodyEncoding.Zstandard),
            _ => UnlessText(start, isAll, BodyEncoding.None) switch
            {
                null => null,
                _ when IsText(start) => BodyEncoding.None,
                _ => throw new EncodedBodyException($"sent a body that is encoded as '{said}', which nothing here reads"),
            },
        };
    }

    // True, false, or null while the bytes that came are its beginning.
    private static bool? Begins(ReadOnlySpan<byte> start, ReadOnlySpan<byte> sign, bool isAll) =>
        start.StartsWith(sign) ? true : sign.StartsWith(start) && !isAll ? null : false;

    // Without a word for it only where no text can begin so.
    private static BodyEncoding? FindZlib(ReadOnlySpan<byte> start, bool isAll) =>
        start[0] != 0x78 ? BodyEncoding.None
        : start.Length < 2 ? isAll ? BodyEncoding.None : null
        : start[1] is 0x01 or 0x9c or 0xda ? BodyEncoding.Zlib : BodyEncoding.None;

    private static bool IsZlib(ReadOnlySpan<byte> start) => (start[0] & 0x0f) == 8 && ((start[0] << 8) | start[1]) % 31 == 0;

    // A proxy that unpacked a body may have left the word in its place.
    private static BodyEncoding? UnlessText(ReadOnlySpan<byte> start, bool isAll, BodyEncoding encoding) =>
        !IsText(start) ? encoding : start.Length < Enough && !isAll ? null : BodyEncoding.None;

    private static bool IsText(ReadOnlySpan<byte> start)
    {
        foreach (byte b in start)
        {
            if (b is < 0x20 and not ((byte)'\t' or (byte)'\r' or (byte)'\n') or 0x7f)
            {
                return false;
            }
        }

        return System.Text.Unicode.Utf8.IsValid(start[..^Math.Min(3, start.Length - 1)]);
    }
}
