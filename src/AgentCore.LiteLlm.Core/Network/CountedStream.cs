namespace AgentCore.LiteLlm.Network;

/// <summary>A stream that counts what is read from it.</summary>
/// <param name="inner">The stream.</param>
internal sealed class CountedStream(Stream inner) : ForwardStream
{
    /// <summary>Gets how many bytes were read.</summary>
    public long Count { get; private set; }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Count += read;
        return read;
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
