using AgentCore.LiteLlm.Network;

namespace AgentCore.LiteLlm.Cassettes;

/// <summary>Gives pieces one at a time, as they were received; a cut one breaks as a connection does.</summary>
/// <param name="chunks">The pieces.</param>
/// <param name="isCut">Whether the connection breaks after them.</param>
internal sealed class ReplayedStream(byte[][] chunks, bool isCut) : ForwardStream
{
    private int _chunk;
    private int _offset;

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        while (_chunk < chunks.Length && _offset == chunks[_chunk].Length)
        {
            _chunk++;
            _offset = 0;
        }

        if (_chunk == chunks.Length)
        {
            return isCut && buffer.Length > 0
                ? throw new HttpIOException(HttpRequestError.ResponseEnded, "the connection was closed before the answer was complete")
                : 0;
        }

        int length = Math.Min(buffer.Length, chunks[_chunk].Length - _offset);
        chunks[_chunk].AsSpan(_offset, length).CopyTo(buffer);
        _offset += length;
        return length;
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }
}
