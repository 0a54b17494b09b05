namespace AgentCore.LiteLlm.Messages;

/// <summary>Whether the plain reasoning of earlier turns goes back to an endpoint. The set is closed.</summary>
internal enum ReasoningEcho
{
    /// <summary>With turns that called tools, where most endpoints that know it want it.</summary>
    WithCalls,

    /// <summary>With every turn of the model, empty where it had none: DeepSeek and its like once they think.</summary>
    Always,

    /// <summary>Never: Groq refuses it.</summary>
    Never,

    /// <summary>Neither plain reasoning nor what is signed or encrypted.</summary>
    Nothing,
}
