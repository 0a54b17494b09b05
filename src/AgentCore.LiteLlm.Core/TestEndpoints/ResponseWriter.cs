using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;

namespace AgentCore.LiteLlm.TestEndpoints;

/// <summary>Frames HTTP responses for one client.</summary>
internal sealed class ResponseWriter(ConnectedClient client)
{
    private const int FlushSize = 32 * 1024;

    private readonly ArrayBufferWriter<byte> _wire = new();
    private readonly ArrayBufferWriter<byte> _body = new();
    private bool _chunked;

    /// <summary>Gets where the body is written to; what is there leaves with the next flush.</summary>
    public IBufferWriter<byte> Body => _body;

    /// <summary>Gets a value indicating whether so much is waiting that it should leave.</summary>
    public bool IsFull => _body.WrittenCount >= FlushSize;

    /// <summary>Starts a response.</summary>
    /// <param name="request">The request that it answers.</param>
    /// <param name="status">The status.</param>
    /// <param name="headers">All headers but those of the frame.</param>
    /// <param name="length">The length of the body; null where it is not known yet.</param>
    public void Start(TestRequest request, int status, IEnumerable<KeyValuePair<string, string>> headers, long? length)
    {
        _chunked = length is null && request.TakesChunks;
        Write($"HTTP/1.1 {status} {Reason(status)}\r\n");
        foreach (KeyValuePair<string, string> header in headers)
        {
            Write($"{header.Key}: {header.Value}\r\n");
        }

        if (length is not null && status is >= 200 and not (204 or 304))
        {
            Write(string.Create(CultureInfo.InvariantCulture, $"Content-Length: {length}\r\n"));
        }

        Write(_chunked ? "Transfer-Encoding: chunked\r\n" : "");
        Write(request.KeepsConnection ? "" : "Connection: close\r\n");
        Write("\r\n");
    }

    /// <summary>Starts a response whose body has been written already.</summary>
    public void StartWithBody(TestRequest request, int status, IEnumerable<KeyValuePair<string, string>> headers)
    {
        Start(request, status, headers, _body.WrittenCount);
        if (!HasBody(request, status))
        {
            _body.ResetWrittenCount();
        }
    }

    /// <summary>Whether a response to this request may have a body at all.</summary>
    public static bool HasBody(TestRequest request, int status) =>
        request.Method != "HEAD" && status is >= 200 and not (204 or 304);

    /// <summary>Sends what has been written so far.</summary>
    public async ValueTask FlushAsync()
    {
        if (_body.WrittenCount > 0)
        {
            Write(_chunked ? string.Create(CultureInfo.InvariantCulture, $"{_body.WrittenCount:x}\r\n") : "");
            _wire.Write(_body.WrittenSpan);
            Write(_chunked ? "\r\n" : "");
            _body.ResetWrittenCount();
        }

        ReadOnlyMemory<byte> bytes = _wire.WrittenMemory;
        _wire.ResetWrittenCount();
        if (!bytes.IsEmpty)
        {
            await client.SendAsync(bytes).ConfigureAwait(false);
        }
    }

    /// <summary>Sends the rest of the response, in one piece with the end of its frame.</summary>
    public async ValueTask EndAsync()
    {
        if (_chunked && _body.WrittenCount > 0)
        {
            Write(string.Create(CultureInfo.InvariantCulture, $"{_body.WrittenCount:x}\r\n"));
            _wire.Write(_body.WrittenSpan);
            Write("\r\n");
            _body.ResetWrittenCount();
        }

        Write(_chunked ? "0\r\n\r\n" : "");
        await FlushAsync().ConfigureAwait(false);
    }

    private void Write(string text) => Encoding.UTF8.GetBytes(text, _wire);

    private static string Reason(int status)
    {
        using HttpResponseMessage known = new((HttpStatusCode)Math.Clamp(status, 0, 999));
        return known.ReasonPhrase ?? "";
    }
}
