namespace AgentCore.LiteLlm.ToolServers.Connections;

/// <summary>What a server writes, up to a length for each message: a line, or a whole body where lines do not count.</summary>
/// <param name="inner">What the server writes.</param>
/// <param name="most">How many bytes a message may have.</param>
/// <param name="countsLines">Whether each line is a message.</param>
internal sealed class BoundedStream(Stream inner, long most, bool countsLines) : Stream
{
    private long _count;

    /// <summary>Gets a value indicating whether a message was longer.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Gets a value indicating whether the server has closed its end.</summary>
    public bool IsAtEnd { get; private set; }

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
    public override int Read(byte[] buffer, int offset, int count) => Count(buffer.AsSpan(offset, inner.Read(buffer, offset, count)));

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        return Count(buffer.Span[..read]);
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

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

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Count(ReadOnlySpan<byte> read)
    {
        IsAtEnd |= read.IsEmpty;
        int line = countsLines ? read.LastIndexOf((byte)'\n') : -1;
        _count = line < 0 ? _count + read.Length : read.Length - line - 1;
        if (_count > most)
        {
            IsOver = true;
            throw new MessageTooLongException();
        }

        return read.Length;
    }
}
