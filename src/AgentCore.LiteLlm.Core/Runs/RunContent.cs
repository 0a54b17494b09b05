using System.Collections.Immutable;
using AgentCore.LiteLlm.Protection;

namespace AgentCore.LiteLlm.Runs;

/// <summary>What a run holds of words and data: all that is encrypted where there is a key.</summary>
internal sealed record RunContent
{
    /// <summary>Gets the agents of the run: one, or those of a graph that have begun.</summary>
    public required ImmutableArray<NodeState> Nodes { get; init; }

    /// <summary>Gets what was replaced where personal data is protected, so that the same value keeps its placeholder.</summary>
    public ImmutableArray<VaultEntry> Vault { get; init; } = [];

    /// <summary>Gets the kinds of personal data that were found so far, each counted once; runs of before do not have it.</summary>
    public ImmutableArray<EntityCount> Found
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>Gets the turns in which a model was asked again after it may have been paid for.</summary>
    public ImmutableArray<RepeatedTurn> Repeated { get; init; } = [];

    /// <summary>Gets whose memory it has; null where nothing is remembered.</summary>
    public RunMemory? Memory { get; init; }

    /// <summary>Gets what the failure said that ended the run; null where none did.</summary>
    public string? ErrorMessage { get; init; }
}
