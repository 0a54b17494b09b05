namespace AgentCore.LiteLlm.Blueprints;

/// <summary>Whether something reaches the internet.</summary>
public enum NetworkMode
{
    /// <summary>It does, <c>PUBLIC</c>.</summary>
    Public,

    /// <summary>Only the private network, <c>PRIVATE</c>.</summary>
    Private,
}
