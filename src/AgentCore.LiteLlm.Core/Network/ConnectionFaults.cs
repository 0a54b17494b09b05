using System.Net.Sockets;
using System.Security.Authentication;

namespace AgentCore.LiteLlm.Network;

/// <summary>Says in words what kept a connection from working.</summary>
internal static class ConnectionFaults
{
    /// <summary>Describes the innermost cause that means something to a user.</summary>
    /// <param name="fault">What was thrown.</param>
    /// <returns>The end of a sentence, without a full stop.</returns>
    public static string Describe(Exception fault)
    {
        for (Exception? cause = fault; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case SocketException { SocketErrorCode: SocketError.ConnectionRefused }:
                    return "nothing is listening there (connection refused)";
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }:
                    return "its host name cannot be resolved";
                case SocketException { SocketErrorCode: SocketError.ConnectionReset }:
                    return "the connection was reset";
                case AuthenticationException tls:
                    return $"the TLS handshake failed: {tls.Message.TrimEnd('.')}";
                case SocketException socket:
                    return socket.Message.TrimEnd('.');
                case HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded }:
                    return "the connection was closed before the answer was complete";
                case HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse }:
                    return "what answers there does not speak HTTP";
            }
        }

        return fault.GetBaseException().Message.TrimEnd('.');
    }

    /// <summary>
    /// Says whether the same call may get through later: a certificate that is not trusted now will not be in a second, nor will what
    /// speaks no TLS.
    /// </summary>
    /// <param name="fault">What was thrown.</param>
    /// <returns>False where only a change on either side helps.</returns>
    public static bool CanHeal(Exception fault)
    {
        for (Exception? cause = fault; cause is not null; cause = cause.InnerException)
        {
            if (cause is AuthenticationException or HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError })
            {
                return false;
            }
        }

        return true;
    }
}
