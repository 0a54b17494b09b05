namespace AgentCore.LiteLlm.Blueprints;

/// <summary>Who answers: the <c>model.provider</c> of a blueprint.</summary>
public enum ModelProvider
{
    /// <summary>Amazon Bedrock, <c>bedrock</c>: the framework's default. This module reads such a blueprint but cannot call it.</summary>
    Bedrock,

    /// <summary>Anthropic's own API, <c>anthropic</c>. This module reads such a blueprint but cannot call it.</summary>
    Anthropic,

    /// <summary>Any OpenAI-compatible endpoint, <c>litellm</c>: what this module calls.</summary>
    LiteLlm,

    /// <summary>Google Vertex AI, <c>vertex</c>. This module reads such a blueprint but cannot call it.</summary>
    Vertex,
}
