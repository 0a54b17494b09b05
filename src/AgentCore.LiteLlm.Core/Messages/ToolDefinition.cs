using System.Collections.Immutable;
using System.Text.Json;

namespace AgentCore.LiteLlm.Messages;

/// <summary>A tool as the model is told of it.</summary>
/// <param name="Name">Its name: 1 to 64 letters, digits, <c>_</c> or <c>-</c>.</param>
/// <param name="Description">What it does, and when to call it.</param>
/// <param name="Parameters">The JSON Schema of its arguments: one of an object.</param>
public sealed record ToolDefinition(string Name, string Description, JsonElement Parameters)
{
    private const int LongestName = 64;

    /// <summary>Gets the other names of the tool: as the blueprint lists it, and as its server or gateway has it.</summary>
    internal ImmutableArray<string> OtherNames { get; init; } = [];

    /// <summary>Gets a value indicating whether it is a step of the run itself, such as a hand-over, about which no policy says anything.</summary>
    internal bool IsOfRun { get; init; }

    /// <summary>Gets a value indicating whether its calls go through a gateway, which may judge them by a policy of its own.</summary>
    internal bool IsBehindGateway { get; init; }

    /// <summary>Says whether a name can go on the wire.</summary>
    /// <param name="name">The name.</param>
    internal static bool IsName(string name) => name.Length is >= 1 and <= LongestName && name.All(IsOfName);

    /// <summary>Makes a name of what may be none.</summary>
    /// <param name="wanted">What it is called elsewhere.</param>
    internal static string ToName(string wanted)
    {
        string name = new([.. wanted.Select(c => IsOfName(c) ? c : '_').Take(LongestName)]);
        return name.Any(char.IsAsciiLetterOrDigit) ? name : "tool";
    }

    private static bool IsOfName(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';
}
