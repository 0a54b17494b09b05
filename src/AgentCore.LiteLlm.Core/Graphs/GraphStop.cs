namespace AgentCore.LiteLlm.Graphs;

/// <summary>Which limit keeps a graph from going on.</summary>
internal enum GraphStop
{
    /// <summary>None does.</summary>
    None,

    /// <summary>As many rounds as there may be are over.</summary>
    Rounds,

    /// <summary>Agents ran as often as they may in all.</summary>
    Executions,

    /// <summary>The agents of a swarm handed over as often as they may.</summary>
    Handoffs,
}
