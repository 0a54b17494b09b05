using System.Globalization;
using System.Text.Json;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Json;

namespace AgentCore.LiteLlm.Wire;

/// <summary>An answer read to its end, of bounded size.</summary>
internal sealed class ReplyBody
{
    /// <summary>More bytes than any model's answer has.</summary>
    internal const int LongestReply = 64 * 1024 * 1024;
    private const int LongestError = 256 * 1024;

    // What an endpoint says of the length of its answer is believed as far as it costs little to be wrong.
    private const int MostBelieved = 1024 * 1024;

    private readonly Func<string, string?> _header;
    private readonly Stream? _stream;
    private bool _isCut;

    /// <summary>Initializes an answer that is still to be read.</summary>
    /// <param name="response">The response.</param>
    public ReplyBody(ReceivedResponse response)
        : this(response.Status, default, response.Header) => _stream = response.Body;

    /// <summary>Initializes an answer that came within another, such as a line of a file.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="bytes">The body.</param>
    /// <param name="header">Finds a response header.</param>
    public ReplyBody(int status, ReadOnlyMemory<byte> bytes, Func<string, string?> header)
    {
        Status = status;
        Bytes = bytes;
        _header = header;
    }

    /// <summary>Gets the HTTP status.</summary>
    public int Status { get; }

    /// <summary>Gets a value indicating whether the answer is an error by its status.</summary>
    public bool IsError => IsErrorStatus(Status);

    /// <summary>Gets the body, as far as it came; of an error, its beginning.</summary>
    public ReadOnlyMemory<byte> Bytes { get; private set; }

    /// <summary>Reads the body of an answer.</summary>
    public static async Task<ReplyBody> ReadAsync(ReceivedResponse response, ChatCall call)
    {
        ReplyBody body = new(response);
        await body.ReadAsync(call).ConfigureAwait(false);
        return body;
    }

    /// <summary>Reads the body to its end, or as far as it may be long; what came before a failure is there.</summary>
    public async Task ReadAsync(ChatCall call)
    {
        if (_stream is null)
        {
            return;
        }

        // Disposing the stream frees the connection; disposing the response would first try to read what is left.
        using Stream stream = _stream;
        int longest = IsError ? LongestError : LongestReply;
        byte[] buffer = new byte[FirstLength()];
        try
        {
            while (!_isCut && await ReadAsync(stream, FreeOf(buffer, longest), call.Clock).ConfigureAwait(false) is > 0 and int read)
            {
                call.NoteBegun();
                int length = Bytes.Length + read;
                _isCut = length >= longest;
                if (length == buffer.Length)
                {
                    Array.Resize(ref buffer, buffer.Length * 2);
                }

                Bytes = buffer.AsMemory(0, length);
            }
        }
        catch (IOException) when (IsError)
        {
            // The status says more than the end of its explanation.
        }
    }

    /// <summary>Says whether an answer is an error by its status; a redirect, which is never followed, is one.</summary>
    public static bool IsErrorStatus(int status) => status is < 200 or > 299;

    /// <summary>Finds a response header.</summary>
    public string? Header(string name) => _header(name);

    /// <summary>Names what the endpoint says is wrong.</summary>
    public ChatException ToRefusal(ChatCall call) => call.Refused(Status, Header, Bytes);

    /// <summary>Gets a value indicating whether an answer was longer than any, and was not read to its end.</summary>
    public bool IsTooLong => _isCut && !IsError;

    /// <summary>Says what keeps the body from being an answer, before it is read as JSON.</summary>
    public string? FindProblem()
    {
        ReadOnlySpan<byte> text = Bytes.Span.Trim(" \t\r\n"u8);
        if (text.IsEmpty)
        {
            return "the body is empty";
        }

        return text[0] == (byte)'<' ? "the body is an HTML page" : null;
    }

    /// <summary>Reads the body as JSON.</summary>
    /// <returns>The document, or null when the body is none.</returns>
    public JsonDocument? FindJson() => ReceivedJson.Find(Bytes);

    // One byte more than was announced, so that the end is seen without a larger buffer.
    private int FirstLength() =>
        int.TryParse(Header("Content-Length"), NumberStyles.None, CultureInfo.InvariantCulture, out int announced) && announced is > 0 and < MostBelieved
            ? announced + 1
            : 4096;

    // Never beyond where it is cut: how much of a body is read must not depend on how it comes in.
    private Memory<byte> FreeOf(byte[] buffer, int longest) => buffer.AsMemory(Bytes.Length, Math.Min(buffer.Length, longest) - Bytes.Length);

    private static async ValueTask<int> ReadAsync(Stream stream, Memory<byte> buffer, CallClock clock)
    {
        clock.StartWaiting();
        int read = await stream.ReadAsync(buffer, clock.Token).ConfigureAwait(false);
        clock.StopWaiting();
        return read;
    }
}
