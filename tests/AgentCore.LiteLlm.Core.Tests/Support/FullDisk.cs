namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>A file on a disk that can be full: half of what is written then arrives, and the rest is refused as Linux refuses it.</summary>
internal sealed class FullDisk : MemoryStream
{
    private const int NoSpaceLeft = 28;

    public bool IsFull { get; set; }

    /// <summary>Gets a value indicating whether the half that arrived cannot be taken away again while the disk is full.</summary>
    public bool KeepsHalf { get; init; }

    public int BytesRead { get; private set; }

    public override int Read(byte[] buffer, int offset, int count)
    {
        int read = base.Read(buffer, offset, count);
        BytesRead += read;
        return read;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!IsFull)
        {
            return base.WriteAsync(buffer, cancellationToken);
        }

        Write(buffer.Span[..(buffer.Length / 2)]);
        throw Refusal();
    }

    public override void SetLength(long value)
    {
        if (IsFull && KeepsHalf)
        {
            throw Refusal();
        }

        base.SetLength(value);
    }

    private static IOException Refusal() => new("No space left on device", NoSpaceLeft);
}
