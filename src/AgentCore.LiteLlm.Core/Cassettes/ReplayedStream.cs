namespace AgentCore.LiteLlm.Cassettes;

/// <summary>Gives pieces one at a time, as they were received; a cut one breaks as a connection does.</summary>
/// <param name="chunks">The pieces.</param>
/// <param name="isCut">Whether the connection breaks after them.</param>
internal sealed class ReplayedStream(byte[][] chunks, bool isCut) : Stream
{
    private int _chunk;
    private int _offset;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

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
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
