using AgentCore.LiteLlm.Conditions;

namespace AgentCore.LiteLlm.Chat;

/// <summary>A way from one node to another.</summary>
/// <param name="From">The node it leaves.</param>
/// <param name="To">The node it leads to.</param>
/// <param name="Condition">When it is taken; null for always.</param>
internal sealed record AgentEdge(string From, string To, GraphCondition? Condition = null);
