using System.Buffers;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Wire;

namespace AgentCore.LiteLlm.Batches;

/// <summary>
/// The requests of a batch as the JSON lines that are uploaded. They are kept compressed and in memory only: requests of one agent
/// repeat each other, and what a file on a disk holds would have to be protected there.
/// </summary>
internal sealed class BatchFile : IDisposable
{
    /// <summary>The most requests that OpenAI takes.</summary>
    public const int MostItems = 50_000;

    /// <summary>The most bytes that OpenAI takes.</summary>
    public const long MostBytes = 200_000_000;

    private const int BlockSize = 4 * 1024 * 1024;

    private readonly bool _isPreview;
    private readonly List<ReadOnlyMemory<byte>> _blocks = [];
    private readonly ArrayBufferWriter<byte> _line = new(4096);
    private MemoryStream _packed = new();
    private DeflateStream _packing;
    private int _unpacked;

    /// <summary>Initializes a file.</summary>
    /// <param name="isPreview">Whether the lines are only counted and measured, not kept.</param>
    public BatchFile(bool isPreview = false)
    {
        _isPreview = isPreview;
        _packing = new DeflateStream(_packed, CompressionLevel.Fastest, leaveOpen: true);
    }

    /// <summary>Gets the mark that stands in the name of every line.</summary>
    public string Mark { get; } = CustomId.NewMark();

    /// <summary>Gets the API that every line asks: the first one's, since a batch has one for all.</summary>
    public ModelApi Api { get; private set; }

    /// <summary>Gets what every line asks for.</summary>
    public string Url => Api == ModelApi.Responses ? "/v1/responses" : "/v1/chat/completions";

    /// <summary>Gets how many requests there are.</summary>
    public int Count { get; private set; }

    /// <summary>Gets how many bytes the lines have.</summary>
    public long Length { get; private set; }

    /// <summary>Adds a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="id">The user's own id, where it may be sent.</param>
    /// <exception cref="BatchFullException">It does not fit any more.</exception>
    public void Add(WrittenRequest request, string? id)
    {
        if (Count == MostItems)
        {
            throw new BatchFullException($"there are more than {MostItems:#,0} prompts");
        }

        Api = Count == 0 ? request.Request.Api : Api;
        _line.ResetWrittenCount();
        WriteLine(request.Body, new CustomId(Mark, Count, id));
        if (Length + _line.WrittenCount > MostBytes)
        {
            throw new BatchFullException($"with prompt {Count + 1} its requests have more than {MostBytes / 1_000_000} MB");
        }

        Length += _line.WrittenCount;
        Count++;
        if (!_isPreview)
        {
            Keep(_line.WrittenSpan);
        }
    }

    /// <summary>Writes the lines.</summary>
    /// <param name="output">Where they go.</param>
    /// <param name="progressed">Is called whenever some of them are written.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <exception cref="InvalidOperationException">The lines are not kept.</exception>
    public async Task WriteToAsync(Stream output, Action progressed, CancellationToken cancellationToken)
    {
        if (_isPreview)
        {
            throw new InvalidOperationException("A preview of a batch holds nothing that could be sent.");
        }

        EndBlock();
        byte[] buffer = new byte[64 * 1024];
        foreach (ReadOnlyMemory<byte> block in _blocks)
        {
            using MemoryStream packed = new(block.ToArray(), writable: false);
            using DeflateStream unpacking = new(packed, CompressionMode.Decompress);
            while (await unpacking.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and int read)
            {
                await output.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                progressed();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _packing.Dispose();
        _packed.Dispose();
    }

    // The body is one line as it is: JSON escapes the ends of lines within text.
    private void WriteLine(ReadOnlyMemory<byte> body, CustomId name)
    {
        Encoding.UTF8.GetBytes($$"""{"custom_id":"{{name}}","method":"POST","url":"{{Url}}","body":""", _line);
        _line.Write(body.Span.IndexOfAny((byte)'\n', (byte)'\r') < 0 ? body.Span : Minify(body));
        _line.Write("}\n"u8);
    }

    // A schema is written as its author spread it over lines.
    private static ReadOnlySpan<byte> Minify(ReadOnlyMemory<byte> body)
    {
        ArrayBufferWriter<byte> buffer = new(body.Length);
        using (JsonDocument json = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 1000 }))
        using (Utf8JsonWriter writer = new(
            buffer,
            new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1000, SkipValidation = true }))
        {
            json.RootElement.WriteTo(writer);
        }

        return buffer.WrittenSpan;
    }

    private void Keep(ReadOnlySpan<byte> line)
    {
        _packing.Write(line);
        _unpacked += line.Length;
        if (_unpacked >= BlockSize)
        {
            EndBlock();
        }
    }

    private void EndBlock()
    {
        if (_unpacked == 0)
        {
            return;
        }

        _packing.Dispose();
        _blocks.Add(_packed.ToArray());
        _packed.Dispose();
        _packed = new MemoryStream();
        _packing = new DeflateStream(_packed, CompressionLevel.Fastest, leaveOpen: true);
        _unpacked = 0;
    }
}
