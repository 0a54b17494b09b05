namespace AgentCore.LiteLlm.Messages;

/// <summary>
/// How calls of tools go back that no Gemini signed, because another model made them: its endpoint refuses them, unless they say that there is
/// nothing to prove. The set is closed.
/// </summary>
internal enum CallSignature
{
    /// <summary>As they are.</summary>
    None,

    /// <summary>With Google's word for it, where Google's own API reads signatures.</summary>
    Google,

    /// <summary>With Google's word for it, where LiteLLM reads signatures.</summary>
    LiteLlm,
}
