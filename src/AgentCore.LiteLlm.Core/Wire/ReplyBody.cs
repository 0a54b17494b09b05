using System.ClientModel.Primitives;
using System.Text.Json;

namespace AgentCore.LiteLlm.Wire;

/// <summary>An answer read to its end, of bounded size.</summary>
internal sealed class ReplyBody
{
    private const int LongestReply = 64 * 1024 * 1024;
    private const int LongestError = 256 * 1024;

    private readonly PipelineResponse _response;
    private readonly bool _isCut;

    private ReplyBody(PipelineResponse response, ReadOnlyMemory<byte> bytes, bool isCut)
    {
        _response = response;
        Bytes = bytes;
        _isCut = isCut;
    }

    /// <summary>Gets the HTTP status.</summary>
    public int Status => _response.Status;

    /// <summary>Gets the body; of an error, its beginning.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Reads the body of an answer.</summary>
    public static async Task<ReplyBody> ReadAsync(PipelineResponse response, CallClock clock)
    {
        if (response.ContentStream is null)
        {
            return new ReplyBody(response, default, isCut: false);
        }

        // Disposing the stream frees the connection; disposing the response would first try to read what is left.
        using Stream stream = response.ContentStream;
        int longest = response.IsError ? LongestError : LongestReply;
        byte[] buffer = new byte[4096];
        int length = 0;
        while (await stream.ReadAsync(buffer.AsMemory(length), clock.Token).ConfigureAwait(false) is > 0 and int read)
        {
            clock.Heard();
            length += read;
            if (length >= longest)
            {
                return new ReplyBody(response, buffer.AsMemory(0, length), isCut: true);
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }
        }

        return new ReplyBody(response, buffer.AsMemory(0, length), isCut: false);
    }

    /// <summary>Finds a response header.</summary>
    public string? Header(string name) => _response.Headers.TryGetValue(name, out string? value) ? value : null;

    /// <summary>Says what keeps the body from being an answer, before it is read as JSON.</summary>
    public string? FindProblem()
    {
        if (_isCut)
        {
            return $"the body is longer than {LongestReply / 1024 / 1024} MiB";
        }

        ReadOnlySpan<byte> text = Bytes.Span.Trim(" \t\r\n"u8);
        if (text.IsEmpty)
        {
            return "the body is empty";
        }

        return text[0] == (byte)'<' ? "the body is an HTML page" : null;
    }

    /// <summary>Reads the body as JSON.</summary>
    /// <returns>The document, or null when the body is none.</returns>
    public JsonDocument? FindJson() => FindJson(Bytes);

    /// <summary>Reads a body as JSON, with or without a byte order mark.</summary>
    /// <returns>The document, or null when the body is none.</returns>
    public static JsonDocument? FindJson(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
