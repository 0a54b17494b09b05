using System.Net;
using System.Net.Sockets;

namespace AgentCore.LiteLlm.Network;

/// <summary>
/// Connections on which whoever reads waits in the system itself, and is woken by it alone. The usual ones are watched by a thread, which wakes another,
/// which wakes the one that waits: more than half of what a short call takes of the processor.
/// </summary>
internal sealed class WaitingConnections : IDisposable
{
    // What ends the read of a body is known by who reads it, and has to end the connection that happens to serve it: it does so by the thread that is both.
    private readonly ThreadLocal<CancellationToken> _end = new();

    /// <summary>Opens a connection.</summary>
    /// <param name="context">Where to.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async ValueTask<Stream> OpenAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        IPAddress[] addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken).ConfigureAwait(false);
#pragma warning disable CA2000 // the connection disposes of it
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
#pragma warning restore CA2000

        // On Unix a socket that once did anything asynchronously never waits in the system again. So it is connected by a thread that may wait.
        Task connected = Task.Factory.StartNew(
            () => socket.Connect(addresses, context.DnsEndPoint.Port), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            await connected.WaitAsync(cancellationToken).ConfigureAwait(false);
            return new Connection(socket, _end);
        }
        catch
        {
            // Not every system ends an attempt when its socket is closed: it is left to end by itself.
            _ = connected.ContinueWith(
                static (ended, opened) =>
                {
                    _ = ended.Exception;
                    ((Socket)opened!).Dispose();
                },
                socket,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
            throw;
        }
    }

    /// <summary>Reads some of a body that comes by one of these connections, and waits for it.</summary>
    /// <param name="body">The body.</param>
    /// <param name="buffer">Where it goes.</param>
    /// <param name="cancellationToken">Ends it, and the connection with it.</param>
    /// <returns>How many bytes came.</returns>
    public int Read(Stream body, Span<byte> buffer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _end.Value = cancellationToken;
        try
        {
            int read = body.Read(buffer);

            // A connection that was closed here may look like one that the other side has ended.
            cancellationToken.ThrowIfCancellationRequested();
            return read;
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested && e is not OperationCanceledException)
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
        finally
        {
            _end.Value = default;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _end.Dispose();

    // The body itself must not be disposed of while another thread reads it: its connection would be given to two calls. The socket can be.
    private sealed class Connection(Socket socket, ThreadLocal<CancellationToken> end) : NetworkStream(socket, ownsSocket: true)
    {
        public override int Read(Span<byte> buffer)
        {
            using CancellationTokenRegistration ending = end.Value.UnsafeRegister(static opened => ((Socket)opened!).Dispose(), Socket);
            try
            {
                return Socket.Receive(buffer);
            }
            catch (SocketException e)
            {
                throw new IOException(e.Message, e);
            }
        }

        // The base class copies what it is given where it is not the class itself.
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            try
            {
                Socket.Send(buffer);
            }
            catch (SocketException e)
            {
                throw new IOException(e.Message, e);
            }
        }
    }
}
