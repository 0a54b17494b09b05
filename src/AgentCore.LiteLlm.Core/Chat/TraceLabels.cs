using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Chat;

/// <summary>What a blueprint puts on the spans of its agent, without secrets and cut to what tracing systems keep.</summary>
internal sealed record TraceLabels
{
    /// <summary>Gets the labels of a request that no blueprint is behind.</summary>
    public static TraceLabels None { get; } = new();

    /// <summary>Gets a value indicating whether the blueprint wants no spans at all.</summary>
    public bool IsOff { get; init; }

    /// <summary>Gets the version of the blueprint; null where there is none.</summary>
    public string? Version { get; init; }

    /// <summary>Gets the fixed attributes, in the order of the file.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Attributes { get; init; } = [];

    /// <summary>Gets the words by which the agent is found.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>Gets the tags of the trace in Langfuse; empty where the blueprint does not ask for Langfuse.</summary>
    public ImmutableArray<string> LangfuseTags { get; init; } = [];
}
