using System.ClientModel;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Network;

namespace AgentCore.LiteLlm.Wire;

/// <summary>What an exception of the wire means where no answer had begun, whatever was asked.</summary>
internal static class WireFault
{
    /// <summary>Names it; the caller's own cancellation, and limits of the caller's, have to be told apart before.</summary>
    /// <param name="fault">What was thrown.</param>
    /// <param name="failures">Makes failures of the call.</param>
    /// <returns>The failure, or null for what is none of the wire's.</returns>
    public static ChatFailure? Find(Exception fault, FailureReader failures) => fault switch
    {
        OperationCanceledException { InnerException: TimeoutException } => failures.NoAnswer(FailureKind.ConnectionFailed, "accepted no connection in time"),
        OperationCanceledException => failures.NoAnswer(FailureKind.ConnectionFailed, "gave up the connection"),
        ClientResultException or HttpRequestException or IOException => failures.NotReached(ConnectionFaults.Find(fault)),
        _ => null,
    };
}
