using System.Net.Sockets;
using System.Security.Authentication;
using AgentCore.LiteLlm.Network;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Network;

public sealed class ConnectionFaultsTests
{
    public static TheoryData<Exception, bool> Faults => new()
    {
        { new HttpRequestException(HttpRequestError.SecureConnectionError, "tls", new AuthenticationException("UntrustedRoot")), false },
        { new HttpRequestException("tls", new AuthenticationException("NameMismatch")), false },
        { new HttpRequestException(HttpRequestError.ConnectionError, "no", new SocketException((int)SocketError.ConnectionRefused)), true },
        { new HttpRequestException(HttpRequestError.NameResolutionError, "no", new SocketException((int)SocketError.TryAgain)), true },
        { new IOException("reset", new SocketException((int)SocketError.ConnectionReset)), true },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void What_needs_a_change_on_either_side_does_not_heal_by_waiting(Exception fault, bool canHeal) =>
        Assert.Equal(canHeal, ConnectionFaults.CanHeal(fault));
}
