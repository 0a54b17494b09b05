namespace AgentCore.LiteLlm.Graphs;

/// <summary>What binds the time of a node's run.</summary>
internal enum NodeBound
{
    /// <summary>Its agent's own limit, or nothing.</summary>
    Own,

    /// <summary>How long one run of an agent may take in the graph.</summary>
    Node,

    /// <summary>How long all may take together.</summary>
    All,
}
