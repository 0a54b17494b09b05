using System.Collections.Immutable;

namespace AgentCore.LiteLlm.ToolServers.Offers;

/// <summary>The tools that a blueprint declares, as its model is told of them.</summary>
/// <param name="Tools">The tools, in the order of the blueprint.</param>
internal sealed record ToolOffers(ImmutableArray<OfferedTool> Tools);
