using System.ClientModel;
using System.Security.Cryptography;
using System.Text;

namespace AgentCore.LiteLlm.Batches;

/// <summary>
/// The requests of a batch as the form in which files are uploaded. Its length is known before it is written, and it is written piece by
/// piece.
/// </summary>
internal sealed class BatchUpload : BinaryContent
{
    private readonly BatchFile _file;
    private readonly Action _progressed;
    private readonly byte[] _before;
    private readonly byte[] _after;

    /// <summary>Initializes an upload.</summary>
    /// <param name="file">The requests.</param>
    /// <param name="progressed">Is called whenever a piece is written.</param>
    public BatchUpload(BatchFile file, Action progressed)
    {
        _file = file;
        _progressed = progressed;
        string boundary = $"agentcore-{Convert.ToHexString(RandomNumberGenerator.GetBytes(16)).ToLowerInvariant()}";
        MediaType = $"multipart/form-data; boundary={boundary}";
        _before = Encoding.ASCII.GetBytes(
            $"--{boundary}\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n"
            + $"--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"batch.jsonl\"\r\nContent-Type: application/jsonl\r\n\r\n");
        _after = Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n");
    }

    /// <summary>Gets the content type, with the boundary.</summary>
    public new string MediaType { get; }

    /// <summary>Gets how many bytes it has.</summary>
    public long Length => _before.Length + _file.Length + _after.Length;

    /// <inheritdoc/>
    public override bool TryComputeLength(out long length)
    {
        length = Length;
        return true;
    }

    /// <inheritdoc/>
    public override async Task WriteToAsync(Stream stream, CancellationToken cancellationToken = default)
    {
        await stream.WriteAsync(_before, cancellationToken).ConfigureAwait(false);
        await _file.WriteToAsync(stream, _progressed, cancellationToken).ConfigureAwait(false);
        await stream.WriteAsync(_after, cancellationToken).ConfigureAwait(false);
        _progressed();
    }

    /// <inheritdoc/>
    public override void WriteTo(Stream stream, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("A batch is uploaded asynchronously only.");

    /// <inheritdoc/>
    public override void Dispose()
    {
        // The file is its maker's.
    }
}
