using System.IO.Compression;

namespace AgentCore.LiteLlm.Network;

/// <summary>
/// A body as it is meant. How it is compressed is seen when it is read first; once is not always enough. A body that unpacks to far more than
/// came is stopped: no answer is that repetitive.
/// </summary>
internal sealed class DecodedStream : ForwardStream
{
    /// <summary>So much is let through, however little came.</summary>
    internal const long LongestUnasked = 16 * 1024 * 1024;

    /// <summary>How many times as long as what came a body may be; text comes to ten, a stream of short events to sixty.</summary>
    internal const int MostTimes = 256;

    private const int MostLayers = 3;

    private readonly CountedStream _sent;
    private readonly string[] _said;
    private readonly int _layer;
    private readonly BodyEncoding _unpacked;
    private Stream? _source;
    private BodyEncoding _encoding;
    private long _given;

    public DecodedStream(Stream sent, string[] said)
        : this(sent, said, 0, BodyEncoding.None)
    {
    }

    private DecodedStream(Stream sent, string[] said, int layer, BodyEncoding unpacked)
    {
        _unpacked = unpacked;
        _sent = new CountedStream(sent);
        _said = said;
        _layer = layer;
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _source is not null && _encoding == BodyEncoding.None ? _source.ReadAsync(buffer, cancellationToken) : DecodeAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _source?.Dispose();
            _sent.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> DecodeAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            _source ??= await OpenAsync(cancellationToken).ConfigureAwait(false);
            int read = await _source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            _given += read;
            if (_encoding != BodyEncoding.None && _given > LongestUnasked && _given / MostTimes > _sent.Count)
            {
                throw new EncodedBodyException($"sent a compressed body that unpacks to more than {MostTimes} times its length", isTooLong: true);
            }

            return read;
        }
        catch (Exception e) when (e is not (OperationCanceledException or IOException or HttpRequestException or ObjectDisposedException))
        {
            // What a layer unpacks is read by the next one.
            BodyEncoding damaged = _unpacked == BodyEncoding.None || (_layer == MostLayers - 1 && _encoding != BodyEncoding.None) ? _encoding : _unpacked;
            throw new EncodedBodyException($"sent a body that is no sound {damaged.ToString().ToLowerInvariant()}", cause: e);
        }
    }

    private async ValueTask<Stream> OpenAsync(CancellationToken cancellationToken)
    {
        byte[] start = new byte[BodySigns.Enough];
        int length = 0;
        bool isAll = false;
        BodyEncoding? found;
        while ((found = BodySigns.Find(start.AsSpan(0, length), isAll, _said.Length == 0 ? "" : _said[^1].Trim().ToLowerInvariant())) is null)
        {
            int read = await _sent.ReadAsync(start.AsMemory(length), cancellationToken).ConfigureAwait(false);
            length += read;
            isAll = read == 0 || length == start.Length;
        }

        _encoding = found.Value;
        PrefixedStream sent = new(start.AsMemory(0, length), _sent);
        if (_encoding == BodyEncoding.None)
        {
            return sent;
        }

        Stream decoded = Decode(sent, _encoding);
        return _layer < MostLayers - 1 ? new DecodedStream(decoded, _said.Length == 0 ? [] : _said[..^1], _layer + 1, _encoding) : decoded;
    }

    private static Stream Decode(Stream sent, BodyEncoding encoding) => encoding switch
    {
        BodyEncoding.Gzip => new GZipStream(sent, CompressionMode.Decompress),
        BodyEncoding.Zlib => new ZLibStream(sent, CompressionMode.Decompress),
        BodyEncoding.Deflate => new DeflateStream(sent, CompressionMode.Decompress),
        BodyEncoding.Brotli => new BrotliStream(sent, CompressionMode.Decompress),
        _ => Zstandard.Decode(sent),
    };
}
