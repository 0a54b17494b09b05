using AgentCore.LiteLlm.Chat;

namespace AgentCore.LiteLlm.Prompts;

/// <summary>A system prompt that was found.</summary>
/// <param name="Text">Its text, before variables are filled in.</param>
/// <param name="Source">Which it is.</param>
public sealed record PromptText(string Text, PromptSource Source)
{
    /// <inheritdoc/>
    public override string ToString() => Source.ToString();
}
