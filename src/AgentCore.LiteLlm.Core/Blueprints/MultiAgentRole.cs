namespace AgentCore.LiteLlm.Blueprints;

/// <summary>What an agent does among others.</summary>
public enum MultiAgentRole
{
    /// <summary>It calls other agents, or is asked after them, <c>coordinator</c>.</summary>
    Coordinator,

    /// <summary>It is called by others, <c>specialist</c>.</summary>
    Specialist,

    /// <summary>It works within its own process, <c>standalone</c>.</summary>
    Standalone,
}
