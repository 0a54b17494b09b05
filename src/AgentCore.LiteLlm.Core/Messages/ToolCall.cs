using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Messages;

/// <summary>A tool that the model wants called.</summary>
/// <param name="Id">The call's id, exactly as the endpoint gave it: some carry data in it.</param>
/// <param name="Name">The tool's name.</param>
/// <param name="Arguments">The arguments as JSON text, which the model may have got wrong.</param>
public sealed record ToolCall(string Id, string Name, string Arguments)
{
    /// <summary>Gets what the provider wants back with this call, as it was.</summary>
    public ImmutableArray<MessageExtra> Extras { get; init; } = [];
}
