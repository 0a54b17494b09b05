using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Conversations;

/// <summary>A conversation that no model could be sent.</summary>
/// <param name="problems">What is wrong with it; at least one.</param>
public sealed class ConversationException(ImmutableArray<ConversationProblem> problems)
    : FormatException($"The conversation cannot be used. {string.Join(' ', problems)}")
{
    /// <summary>Gets every mistake.</summary>
    public ImmutableArray<ConversationProblem> Problems { get; } = problems;
}
