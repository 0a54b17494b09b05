namespace AgentCore.LiteLlm.Blueprints;

/// <summary>What a policy does with a call it forbids.</summary>
public enum PolicyMode
{
    /// <summary>It stops the call, <c>ENFORCE</c>.</summary>
    Enforce,

    /// <summary>It logs the call, <c>LOG_ONLY</c>.</summary>
    LogOnly,
}
