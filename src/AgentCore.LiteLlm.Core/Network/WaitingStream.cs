namespace AgentCore.LiteLlm.Network;

/// <summary>A body whose reader waits for it on its own thread.</summary>
/// <param name="inner">The body.</param>
/// <param name="connections">By which it comes.</param>
internal sealed class WaitingStream(Stream inner, WaitingConnections connections) : ForwardStream
{
    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        new(connections.Read(inner, buffer.Span, cancellationToken));

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
