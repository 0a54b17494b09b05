namespace AgentCore.LiteLlm.Network;

/// <summary>A stream whose beginning was read already.</summary>
/// <param name="start">Its beginning.</param>
/// <param name="inner">The rest.</param>
internal sealed class PrefixedStream(ReadOnlyMemory<byte> start, Stream inner) : ForwardStream
{
    private ReadOnlyMemory<byte> _start = start;

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_start.IsEmpty)
        {
            return inner.ReadAsync(buffer, cancellationToken);
        }

        int length = Math.Min(_start.Length, buffer.Length);
        _start[..length].CopyTo(buffer);
        _start = _start[length..];
        return new ValueTask<int>(length);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
