using System.Collections.Immutable;
using AgentCore.LiteLlm.Chat;

namespace AgentCore.LiteLlm.Graphs;

/// <summary>A run of a node that is about to begin.</summary>
/// <param name="Node">The node.</param>
/// <param name="Agent">The id of the blueprint that it runs.</param>
/// <param name="Request">What is asked.</param>
/// <param name="Round">The round, from 1.</param>
internal sealed record NodeTurn(string Node, string Agent, ChatRequest Request, int Round)
{
    /// <summary>Gets the nodes whose results it is given.</summary>
    public ImmutableArray<string> Inputs { get; init; } = [];

    /// <summary>Gets what binds its time.</summary>
    public NodeBound Bound { get; init; }
}
