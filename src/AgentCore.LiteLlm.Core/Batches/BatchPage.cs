using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Batches;

/// <summary>A part of an endpoint's list of batches.</summary>
/// <param name="Batches">The batches.</param>
/// <param name="Next">The id after which the next part begins; null when this is the last.</param>
internal sealed record BatchPage(ImmutableArray<AgentBatch> Batches, string? Next);
