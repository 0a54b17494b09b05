using System.Text;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>The body of an answer that arrives in exactly these pieces, and then ends, breaks or falls silent.</summary>
internal sealed class ScriptedStream(IEnumerable<ReadOnlyMemory<byte>> pieces) : Stream
{
    private readonly Queue<ReadOnlyMemory<byte>> _pieces = new(pieces.Where(p => !p.IsEmpty));
    private readonly TaskCompletionSource _silent = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ScriptedStream(params string[] pieces)
        : this(pieces.Select(p => new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(p))))
    {
    }

    /// <summary>Gets what is thrown after the last piece; null to end well.</summary>
    public Exception? Fault { get; init; }

    /// <summary>Gets a value indicating whether nothing comes after the last piece, not even the end.</summary>
    public bool Hangs { get; init; }

    /// <summary>Gets a task that ends when the reader waits in the silence.</summary>
    public Task Silent => _silent.Task;

    public bool IsDisposed { get; private set; }

    /// <summary>Gets how many bytes were read.</summary>
    public long BytesRead { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public static ScriptedStream Cut(byte[] bytes, params int[] places)
    {
        int[] edges = [0, .. places, bytes.Length];
        return new ScriptedStream(edges.Zip(edges.Skip(1), (from, to) => new ReadOnlyMemory<byte>(bytes, from, to - from)));
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        if (_pieces.TryDequeue(out ReadOnlyMemory<byte> piece))
        {
            int length = Math.Min(piece.Length, buffer.Length);
            piece[..length].CopyTo(buffer);
            BytesRead += length;
            if (length < piece.Length)
            {
                ReadOnlyMemory<byte>[] later = [.. _pieces];
                _pieces.Clear();
                _pieces.Enqueue(piece[length..]);
                Array.ForEach(later, _pieces.Enqueue);
            }

            return length;
        }

        if (Hangs)
        {
            Task forever = Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            _silent.TrySetResult();
            await forever;
        }

        return Fault is null ? 0 : throw Fault;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Only asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }
}
