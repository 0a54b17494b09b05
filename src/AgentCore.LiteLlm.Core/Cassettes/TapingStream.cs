using AgentCore.LiteLlm.Network;

namespace AgentCore.LiteLlm.Cassettes;

/// <summary>A stream that keeps what is read from it, and tells once how it ended.</summary>
/// <param name="inner">The stream.</param>
/// <param name="ended">Takes the pieces, and whether the connection broke.</param>
internal sealed class TapingStream(Stream inner, Action<IReadOnlyList<byte[]>, bool> ended) : ForwardStream
{
    private readonly List<byte[]> _chunks = [];
    private bool _hasEnded;

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            return Take(buffer.AsMemory(offset, count), inner.Read(buffer, offset, count));
        }
        catch (IOException)
        {
            End(isCut: true);
            throw;
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return Take(buffer, await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // What was given up is no recording: it would take the place of a whole one. Behind the end of the events, only the framing was.
            _hasEnded = !HoldsEnd();
            throw;
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            End(isCut: true);
            throw;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // Whoever needs no more leaves before the end: what was read is all that is needed to replay it.
            End(isCut: false);
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Take(Memory<byte> buffer, int read)
    {
        if (read > 0)
        {
            _chunks.Add(buffer[..read].ToArray());
        }
        else if (buffer.Length > 0)
        {
            End(isCut: false);
        }

        return read;
    }

    // The mark may be cut between two pieces.
    private bool HoldsEnd()
    {
        byte[] last = [.. _chunks.TakeLast(2).SelectMany(c => c)];
        return last.AsSpan().TrimEnd("\r\n "u8).EndsWith("data: [DONE]"u8) || last.AsSpan().TrimEnd("\r\n "u8).EndsWith("data:[DONE]"u8);
    }

    private void End(bool isCut)
    {
        if (!_hasEnded)
        {
            _hasEnded = true;
            ended(_chunks, isCut);
        }
    }
}
