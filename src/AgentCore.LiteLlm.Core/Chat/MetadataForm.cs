namespace AgentCore.LiteLlm.Chat;

/// <summary>How much of <c>metadata</c> an endpoint takes. The set is closed; each form leaves out more than the one before.</summary>
internal enum MetadataForm
{
    /// <summary>All of it, as LiteLLM's proxy does.</summary>
    Whole,

    /// <summary>What OpenAI's schema allows: a few short texts.</summary>
    Texts,

    /// <summary>None.</summary>
    Nothing,
}
