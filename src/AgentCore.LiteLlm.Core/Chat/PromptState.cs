namespace AgentCore.LiteLlm.Chat;

/// <summary>Where a version of a prompt stands in its life.</summary>
public enum PromptState
{
    /// <summary>In use; what a prompt is that says nothing else.</summary>
    Stable,

    /// <summary>Being worked on: it runs in simulation only.</summary>
    Draft,

    /// <summary>Replaced: it runs with a warning.</summary>
    Deprecated,
}
