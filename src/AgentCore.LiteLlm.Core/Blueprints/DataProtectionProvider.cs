namespace AgentCore.LiteLlm.Blueprints;

/// <summary>What filters personal data.</summary>
public enum DataProtectionProvider
{
    /// <summary>Bedrock Guardrails, <c>bedrock</c>: the framework's default, without effect on other model providers.</summary>
    Bedrock,

    /// <summary>Filtering in this process, <c>presidio</c>, whatever the model provider.</summary>
    Presidio,

    /// <summary>Nothing, <c>none</c>.</summary>
    None,
}
