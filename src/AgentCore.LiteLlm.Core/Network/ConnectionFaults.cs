using System.Net.Sockets;
using System.Security.Authentication;

namespace AgentCore.LiteLlm.Network;

/// <summary>Says in words what kept a connection from working.</summary>
internal static class ConnectionFaults
{
    // What the parts of the system say that speak TLS, where the other side speaks something else.
    private static readonly string[] WordsOfNoTls =
        ["frame size", "corrupted frame", "wrong version number", "unexpected packet format", "record layer failure"];

    /// <summary>Describes the innermost cause that means something to a user.</summary>
    /// <param name="fault">What was thrown.</param>
    /// <returns>The end of a sentence, without a full stop.</returns>
    public static string Describe(Exception fault) => Find(fault).Words;

    /// <summary>
    /// Says whether the same call may get through later: a certificate that is not trusted now will not be in a second, nor will a name
    /// be known that nobody knows, nor will what speaks no TLS.
    /// </summary>
    /// <param name="fault">What was thrown.</param>
    /// <returns>False where only a change on either side helps.</returns>
    public static bool CanHeal(Exception fault) => Find(fault).CanHeal;

    /// <summary>Finds the innermost cause that means something to a user.</summary>
    /// <param name="fault">What was thrown.</param>
    /// <returns>The cause, and what cures it.</returns>
    public static ConnectionFault Find(Exception fault)
    {
        bool isSecure = false;
        for (Exception? cause = fault; cause is not null; cause = cause.InnerException)
        {
#pragma warning disable CA1508 // it is not: any exception may come first
            isSecure |= cause is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError };
#pragma warning restore CA1508
            switch (cause)
            {
                case ConnectionException of:
                    return of.Fault;
                case CertificateException of:
                    return of.Fault;
                case SocketException { SocketErrorCode: SocketError.ConnectionRefused }:
                    return Passing("nothing is listening there (connection refused)");
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData }:
                    return new ConnectionFault("its host name is not known", [ConnectionCause.HostUnknown], CanHeal: false);
                case SocketException { SocketErrorCode: SocketError.TryAgain }:
                    return Passing("its host name cannot be resolved now");
                case SocketException { SocketErrorCode: SocketError.ConnectionReset }:
                    return Passing("the connection was reset") with { CanHeal = !isSecure };
                case AuthenticationException when SpeaksNoTls(cause):
                    return new ConnectionFault("what is listening there speaks no TLS", [ConnectionCause.NoTls], CanHeal: false);
                case AuthenticationException tls:
                    return new ConnectionFault($"the TLS handshake failed: {tls.Message.TrimEnd('.')}", [ConnectionCause.TlsMismatch], CanHeal: false);
                case SocketException socket:
                    return Passing(socket.Message.TrimEnd('.')) with { CanHeal = !isSecure };
                case HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded }:
                    return Passing("the connection was closed before the answer was complete");
                case HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse }:
                case HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse, InnerException: not HttpIOException }:
                    return new ConnectionFault("what answers there does not speak HTTP", [ConnectionCause.NoHttp], CanHeal: false);
            }
        }

        return Passing(fault.GetBaseException().Message.TrimEnd('.')) with { CanHeal = !isSecure };
    }

    private static ConnectionFault Passing(string words) => new(words, [], CanHeal: true);

    private static bool SpeaksNoTls(Exception fault)
    {
        for (Exception? cause = fault; cause is not null; cause = cause.InnerException)
        {
            if (Array.Exists(WordsOfNoTls, w => cause.Message.Contains(w, StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }
        }

        return false;
    }
}
