using System.Buffers;
using System.Text;
using AgentCore.LiteLlm.Simulation;

namespace AgentCore.LiteLlm.TestEndpoints;

/// <summary>Reads the requests of one connection, one after the other.</summary>
internal sealed class RequestReader(IncomingBytes incoming, int maxBody, Func<Task> askToGoOn)
{
    private const int MaxHead = 64 * 1024;

    private int _headLeft;

    /// <summary>Gets what was wrong with the bytes; null while they are good.</summary>
    public EndpointError? Problem { get; private set; }

    /// <summary>Reads the next request; null when there is none, because the client left or there is a <see cref="Problem"/>.</summary>
    public async Task<ReceivedRequest?> ReadAsync()
    {
        if (await ReadHeadAsync().ConfigureAwait(false) is not { } head)
        {
            return null;
        }

        if (head.ExpectsContinue && (head.IsChunked || head.Length > 0))
        {
            await askToGoOn().ConfigureAwait(false);
        }

        byte[]? body = head.IsChunked
            ? await ReadChunksAsync().ConfigureAwait(false)
            : await ReadBodyAsync(head.Length).ConfigureAwait(false);
        return body is null ? null : new()
        {
            Method = head.Method,
            Path = head.Path,
            Query = head.Query,
            Headers = head.Headers,
            Body = body,
            KeepsConnection = head.KeepsConnection,
            TakesChunks = head.IsHttp11,
        };
    }

    private async Task<RequestHead?> ReadHeadAsync()
    {
        _headLeft = MaxHead;
        string? line = await ReadFirstLineAsync().ConfigureAwait(false);
        if (line is null)
        {
            return null;
        }

        RequestHead? head = RequestHead.FromLine(line);
        if (head is null)
        {
            Problem = EndpointError.BadRequest("The request line is malformed.");
            return null;
        }

        return await ReadHeadersAsync(head.Add).ConfigureAwait(false) && Accept(head.Complete(maxBody)) ? head : null;
    }

    private async Task<string?> ReadFirstLineAsync()
    {
        string? line;
        do
        {
            if (incoming.Unread.IsEmpty && !await incoming.FillAsync().ConfigureAwait(false))
            {
                return null;
            }

            // A TLS handshake, for one, holds no line end to wait for.
            if (!char.IsAsciiLetter((char)incoming.Unread[0]) && incoming.Unread[0] != '\r')
            {
                Problem = EndpointError.BadRequest("The bytes are no HTTP request; is this a client for 'https'?");
                return null;
            }

            line = await ReadLineAsync().ConfigureAwait(false);
        }
        while (line?.Length == 0);
        return line;
    }

    private async Task<bool> ReadHeadersAsync(Func<string, EndpointError?> add)
    {
        while (await ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            if (line.Length == 0)
            {
                return true;
            }

            if (!Accept(add(line)))
            {
                return false;
            }
        }

        return false;
    }

    private async ValueTask<string?> ReadLineAsync()
    {
        int seen = 0;
        while (true)
        {
            int end = incoming.Unread[seen..].IndexOf((byte)'\n');
            if (end >= 0)
            {
                return TakeLine(seen + end);
            }

            seen = incoming.Unread.Length;
            if (seen > _headLeft)
            {
                Problem = HeadTooLarge();
                return null;
            }

            if (!await incoming.FillAsync().ConfigureAwait(false))
            {
                return null;
            }
        }
    }

    private string? TakeLine(int end)
    {
        ReadOnlySpan<byte> line = incoming.Unread[..end];
        _headLeft -= end + 1;
        if (_headLeft < 0 || line is not [.., (byte)'\r'])
        {
            Problem = _headLeft < 0 ? HeadTooLarge() : EndpointError.BadRequest("A line of the request does not end with CR LF.");
            return null;
        }

        string text = Encoding.Latin1.GetString(line[..^1]);
        incoming.Skip(end + 1);
        return text;
    }

    private async Task<byte[]?> ReadBodyAsync(int length)
    {
        byte[] body = new byte[length];
        return await ReadIntoAsync(body).ConfigureAwait(false) ? body : null;
    }

    private async Task<byte[]?> ReadChunksAsync()
    {
        ArrayBufferWriter<byte> body = new();
        while (await ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            // The limit on lines is for each chunk, however many there are.
            _headLeft = MaxHead;
            if (!Accept(ChunkSize.Read(line, maxBody - body.WrittenCount, out int size)))
            {
                return null;
            }

            if (size == 0)
            {
                return await ReadHeadersAsync(_ => null).ConfigureAwait(false) ? body.WrittenSpan.ToArray() : null;
            }

            byte[] chunk = new byte[size + 2];
            if (!await ReadIntoAsync(chunk).ConfigureAwait(false))
            {
                return null;
            }

            if (chunk is not [.., (byte)'\r', (byte)'\n'])
            {
                Problem = EndpointError.BadRequest("A chunk of the body is not as long as it says.");
                return null;
            }

            body.Write(chunk.AsSpan(0, size));
        }

        return null;
    }

    private async Task<bool> ReadIntoAsync(Memory<byte> target)
    {
        while (target.Length > 0)
        {
            if (incoming.Unread.IsEmpty && !await incoming.FillAsync().ConfigureAwait(false))
            {
                return false;
            }

            int count = Math.Min(target.Length, incoming.Unread.Length);
            incoming.Unread[..count].CopyTo(target.Span);
            incoming.Skip(count);
            target = target[count..];
        }

        return true;
    }

    private bool Accept(EndpointError? problem)
    {
        Problem = problem;
        return problem is null;
    }

    private static EndpointError HeadTooLarge() => new(431, $"The request's headers are larger than {MaxHead} bytes.");
}
