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
        { new HttpRequestException(HttpRequestError.NameResolutionError, "no", new SocketException((int)SocketError.HostNotFound)), false },
        { new HttpRequestException(HttpRequestError.NameResolutionError, "no", new SocketException((int)SocketError.NoData)), false },
        { new HttpRequestException("no", new HttpIOException(HttpRequestError.InvalidResponse)), false },
        { new HttpRequestException(HttpRequestError.InvalidResponse, "no"), false },
        { new HttpRequestException("no", new HttpIOException(HttpRequestError.ResponseEnded)), true },
        { new IOException("reset", new SocketException((int)SocketError.ConnectionReset)), true },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void What_needs_a_change_on_either_side_does_not_heal_by_waiting(Exception fault, bool canHeal) =>
        Assert.Equal(canHeal, ConnectionFaults.CanHeal(fault));

    [Theory]
    [InlineData(
        SocketError.HostNotFound, "its host name is not known",
        "Check the host in 'base_url', and whether this machine has to be in another network to know it.")]
    [InlineData(SocketError.TryAgain, "its host name cannot be resolved now", null)]
    public void A_name_that_nobody_knows_is_told_from_one_that_nobody_could_be_asked_for(SocketError error, string words, string? advice)
    {
        ConnectionFault fault = ConnectionFaults.Find(new HttpRequestException(HttpRequestError.NameResolutionError, "no", new SocketException((int)error)));

        Assert.Equal((words, advice), (fault.Words, fault.Advice));
    }
}
