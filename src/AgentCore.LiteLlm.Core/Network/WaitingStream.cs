namespace AgentCore.LiteLlm.Network;

/// <summary>A body whose reader waits for it on its own thread.</summary>
/// <param name="inner">The body; disposing it closes its connection.</param>
internal sealed class WaitingStream(Stream inner) : ForwardStream
{
    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using CancellationTokenRegistration end = cancellationToken.UnsafeRegister(static body => ((Stream)body!).Dispose(), inner);
        try
        {
            int read = inner.Read(buffer.Span);

            // A connection that was closed here may look like one that the other side has ended.
            cancellationToken.ThrowIfCancellationRequested();
            return new ValueTask<int>(read);
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested && e is not OperationCanceledException)
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
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
