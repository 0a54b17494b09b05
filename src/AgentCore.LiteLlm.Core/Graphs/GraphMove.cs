using System.Collections.Immutable;
using AgentCore.LiteLlm.Conditions;

namespace AgentCore.LiteLlm.Graphs;

/// <summary>What follows from what is done: the nodes whose turn it is. Where there are none, and no limit, the graph has come to its end.</summary>
/// <param name="Progress">How far the graph has come.</param>
/// <param name="Wave">The nodes that run next, at the same time, in the order in which they are declared.</param>
internal sealed record GraphMove(GraphProgress Progress, ImmutableArray<NodeStart> Wave)
{
    /// <summary>Gets what gates decided on the way.</summary>
    public ImmutableArray<GateCrossing> Gates { get; init; } = [];

    /// <summary>Gets the conditions that did not find their field, and so do not hold.</summary>
    public ImmutableArray<GraphCondition> Blind { get; init; } = [];

    /// <summary>Gets the limit that keeps the nodes from running.</summary>
    public GraphStop Stop { get; init; }
}
