using System.Net;
using System.Net.Sockets;

namespace AgentCore.LiteLlm.Network;

/// <summary>
/// A connection on which whoever reads waits in the system itself, and is woken by it alone. The usual ones are watched by a thread, which wakes another,
/// which wakes the one that waits: three quarters of what a short call takes of the processor.
/// </summary>
internal static class WaitingSocket
{
    /// <summary>Opens a connection.</summary>
    /// <param name="context">Where to.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async ValueTask<Stream> OpenAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        IPAddress[] addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken).ConfigureAwait(false);
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // A socket that once did anything asynchronously never waits in the system again. So it is connected by a thread that may wait.
            using (cancellationToken.UnsafeRegister(static opened => ((Socket)opened!).Dispose(), socket))
            {
                await Task.Factory.StartNew(
                    () => socket.Connect(addresses, context.DnsEndPoint.Port), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
                    .ConfigureAwait(false);
            }

            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
    }
}
