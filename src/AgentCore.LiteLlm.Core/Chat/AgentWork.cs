using System.Collections.Immutable;
using AgentCore.LiteLlm.Costs;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Protection;

namespace AgentCore.LiteLlm.Chat;

/// <summary>What an agent did that was called as a tool, for the account of its caller.</summary>
/// <param name="Agent">The id of its blueprint.</param>
/// <param name="Spent">What it spent.</param>
/// <param name="Steps">What it did.</param>
internal sealed record AgentWork(string Agent, Spent Spent, ImmutableArray<AgentStep> Steps)
{
    /// <summary>Gets what the user should know about its answer.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>Gets what was done about personal data; null where nothing is.</summary>
    public ProtectionReport? Protection { get; init; }

    /// <summary>Gets the failure that ends the caller's run too; null where the caller's model is told of it, or where there is none.</summary>
    public ChatFailure? End { get; init; }
}
