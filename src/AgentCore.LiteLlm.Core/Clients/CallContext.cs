using AgentCore.LiteLlm.Bulk;
using AgentCore.LiteLlm.Cassettes;
using AgentCore.LiteLlm.Observability;
using AgentCore.LiteLlm.Runs;

namespace AgentCore.LiteLlm.Clients;

/// <summary>What a caller brings to a call beside the request: what it is written down in, and how its answer is waited for.</summary>
internal sealed record CallContext
{
    /// <summary>The context of a call of which nothing is written down.</summary>
    public static readonly CallContext None = new();

    /// <summary>Gets the cassette that the call is recorded on or played from; null for none.</summary>
    public Tape? Tape { get; init; }

    /// <summary>Gets the journal of finished calls; null for none.</summary>
    public Journal? Journal { get; init; }

    /// <summary>Gets where it is written down what runs did; null for nowhere.</summary>
    public AuditLog? Audit { get; init; }

    /// <summary>Gets the run that is kept, so that another process can go on with it; null where none is.</summary>
    public DurableRun? Run { get; init; }

    /// <summary>Gets a value indicating whether who pulls the call has nothing else to do until its answer comes, so that the thread may be blocked.</summary>
    public bool IsWaitedFor { get; init; }
}
