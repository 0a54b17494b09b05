namespace AgentCore.LiteLlm.Comparison;

/// <summary>What a change of an agent means, the weightiest last.</summary>
public enum BlueprintChangeKind
{
    /// <summary>No call is another one: a name, a description, a tag.</summary>
    Neutral,

    /// <summary>What protects, forbids or limits holds more than before.</summary>
    Strengthened,

    /// <summary>The schema of answers changed, and whoever reads answers goes on reading them.</summary>
    Compatible,

    /// <summary>The agent may answer otherwise.</summary>
    Behaviour,

    /// <summary>A call costs another amount.</summary>
    Cost,

    /// <summary>Calls go elsewhere, or with another key or other headers.</summary>
    Route,

    /// <summary>What protects, forbids or limits holds less than before, or cannot be told to hold as much.</summary>
    Weakened,

    /// <summary>Whoever uses the agent or reads its answers can break on it.</summary>
    Breaking,
}
