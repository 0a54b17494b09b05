namespace AgentCore.LiteLlm.Chat;

/// <summary>How much a model is to reason before it answers. Models know only some of the levels; the nearest that one takes is learned.</summary>
public enum ReasoningEffort
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>As little as the model can.</summary>
    Minimal,

    /// <summary>Little.</summary>
    Low,

    /// <summary>What most models do by themselves.</summary>
    Medium,

    /// <summary>Much.</summary>
    High,

    /// <summary>More than much (<c>xhigh</c>).</summary>
    XHigh,

    /// <summary>As much as the model can.</summary>
    Max,
}
