using System.Collections.Immutable;
using System.Text.Json;

namespace AgentCore.LiteLlm.Messages;

/// <summary>A tool as the model is told of it.</summary>
/// <param name="Name">Its name: 1 to 64 letters, digits, <c>_</c> or <c>-</c>.</param>
/// <param name="Description">What it does, and when to call it.</param>
/// <param name="Parameters">The JSON Schema of its arguments: one of an object.</param>
public sealed record ToolDefinition(string Name, string Description, JsonElement Parameters)
{
    /// <summary>Gets the other names of the tool: as the blueprint lists it, and as its server or gateway has it.</summary>
    internal ImmutableArray<string> OtherNames { get; init; } = [];

    /// <summary>Gets a value indicating whether it is a step of the run itself, such as a hand-over, about which no policy says anything.</summary>
    internal bool IsOfRun { get; init; }

    /// <summary>Gets a value indicating whether its calls go through a gateway, which may judge them by a policy of its own.</summary>
    internal bool IsBehindGateway { get; init; }
}
