using AgentCore.LiteLlm.Keys;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Evaluations.Reading;

/// <summary>The keys of one of <c>conversation</c>.</summary>
internal static class TurnKeys
{
    public static readonly ChoiceKey Role = new("role", "Who spoke.", "user", "assistant") { IsRequired = true };

    public static readonly TextKey Content = new("content", "What was said.") { IsRequired = true };

    public static readonly BlockShape Shape = new(Role, Content) { IsClosed = true };

    /// <summary>Reads a turn.</summary>
    /// <param name="block">The block.</param>
    /// <returns>What it says.</returns>
    public static ChatMessage Read(BlockReader block) => new(block.Choice(Role) == 1 ? ChatRole.Assistant : ChatRole.User, block.RequiredText(Content));
}
