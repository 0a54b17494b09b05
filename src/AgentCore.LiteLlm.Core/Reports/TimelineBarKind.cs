namespace AgentCore.LiteLlm.Reports;

/// <summary>What a bar of a timeline stands for.</summary>
internal enum TimelineBarKind
{
    /// <summary>A turn of a model.</summary>
    Turn,

    /// <summary>A call of a tool.</summary>
    Tool,

    /// <summary>An agent of a graph.</summary>
    Node,

    /// <summary>A gate of a graph.</summary>
    Gate,

    /// <summary>A model that did not answer.</summary>
    Fallback,

    /// <summary>A whole call among many.</summary>
    Call,
}
