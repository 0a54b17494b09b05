using System.Collections.Immutable;
using System.Text.Json;

namespace AgentCore.LiteLlm.Simulation;

/// <summary>What form of answer a request insists on. The set is closed.</summary>
internal abstract record ChatDemand
{
    private ChatDemand()
    {
    }

    /// <summary>Any answer will do, so it is text.</summary>
    public sealed record Text : ChatDemand;

    /// <summary>The answer must be calls of these tools.</summary>
    public sealed record ToolCalls(ImmutableArray<DemandedTool> Tools) : ChatDemand;

    /// <summary>The answer's text must be JSON; of this schema, where there is one.</summary>
    public sealed record Json(JsonElement? Schema) : ChatDemand;
}
