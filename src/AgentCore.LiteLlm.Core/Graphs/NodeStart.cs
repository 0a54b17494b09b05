using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Graphs;

/// <summary>A node whose turn it is.</summary>
/// <param name="Node">The node.</param>
/// <param name="Inputs">The nodes whose results it is given, in the order in which the edges are declared.</param>
internal sealed record NodeStart(string Node, ImmutableArray<string> Inputs);
