namespace AgentCore.LiteLlm.Evaluations;

/// <summary>How the calls of a trajectory must come.</summary>
internal enum TrajectoryOrder
{
    /// <summary>One after the other; others may come between.</summary>
    InOrder,

    /// <summary>All of them, each by a call of its own, in whatever order.</summary>
    AnyOrder,

    /// <summary>None of them.</summary>
    Never,
}
