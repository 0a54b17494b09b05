using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Graphs;

/// <summary>What a gate decided.</summary>
/// <param name="Gate">The gate.</param>
/// <param name="IsPassed">Whether its condition holds.</param>
/// <param name="Inputs">The nodes by whose results it decided.</param>
/// <param name="Round">The round after which it did, from 1.</param>
internal sealed record GateCrossing(string Gate, bool IsPassed, ImmutableArray<string> Inputs, int Round);
