using System.Net.Sockets;

namespace AgentCore.LiteLlm.TestEndpoints;

/// <summary>What a client sends, buffered; it also notices when the client leaves while nobody reads.</summary>
internal sealed class IncomingBytes(Socket socket, CancellationTokenSource clientLeft)
{
    private const int FirstSize = 8 * 1024;

    private byte[] _buffer = new byte[FirstSize];
    private int _start;
    private int _end;
    private Task<int>? _ahead;

    public ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start.._end);

    public void Skip(int count) => _start += count;

    /// <summary>Waits for more bytes; false when the client has sent its last.</summary>
    public async ValueTask<bool> FillAsync()
    {
        int read;
        if (_ahead is null)
        {
            MakeRoom();
            read = await ReceiveAsync().ConfigureAwait(false);
        }
        else
        {
            read = await TakeAheadAsync().ConfigureAwait(false);
        }

        _end += read;
        return read > 0;
    }

    /// <summary>Starts to wait for the next bytes now, so that a client that leaves during a reply is noticed.</summary>
    public void ReadAhead()
    {
        if (_ahead is null)
        {
            MakeRoom();
            _ahead = ReceiveAsync().AsTask();
        }
    }

    /// <summary>Throws away what comes until the client has sent its last.</summary>
    public async Task DrainAsync()
    {
        do
        {
            _start = _end;
        }
        while (await FillAsync().ConfigureAwait(false));
    }

    /// <summary>Waits for the receive that is under way; the socket must be closed.</summary>
    public async Task EndAsync()
    {
        if (_ahead is not null)
        {
            _ = await TakeAheadAsync().ConfigureAwait(false);
        }
    }

    private Task<int> TakeAheadAsync()
    {
        Task<int> ahead = _ahead!;
        _ahead = null;
        return ahead;
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            Unread.CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
    }

    private async ValueTask<int> ReceiveAsync()
    {
        int read;
        try
        {
            read = await socket.ReceiveAsync(_buffer.AsMemory(_end), SocketFlags.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            read = 0;
        }

        if (read == 0)
        {
            await clientLeft.CancelAsync().ConfigureAwait(false);
        }

        return read;
    }
}
