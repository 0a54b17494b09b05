using System.Collections.Immutable;
using System.Text.Json.Serialization;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Costs;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Protection;

namespace AgentCore.LiteLlm.Runs;

/// <summary>A run that is kept in a folder, as it was when it was looked at.</summary>
public sealed record AgentSavedRun
{
    /// <summary>Gets its id.</summary>
    public required string Id { get; init; }

    /// <summary>Gets its folder.</summary>
    public required string Path { get; init; }

    /// <summary>Gets where it stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>Gets the id of the agent's blueprint.</summary>
    public required string Agent { get; init; }

    /// <summary>Gets the version of the agent's blueprint.</summary>
    public string AgentVersion { get; init; } = "";

    /// <summary>Gets the model that is asked.</summary>
    public required string Model { get; init; }

    /// <summary>Gets when it was begun.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>Gets when it was last written down.</summary>
    public required DateTimeOffset Updated { get; init; }

    /// <summary>Gets a value indicating whether what it holds is encrypted, and there was no key to read it: then all that follows is empty.</summary>
    public bool IsSealed { get; init; }

    /// <summary>Gets the last thing that was asked of it.</summary>
    public string Prompt { get; init; } = "";

    /// <summary>Gets how many turns the model has taken.</summary>
    public int Turns { get; init; }

    /// <summary>Gets the steps so far.</summary>
    public ImmutableArray<AgentStep> Steps { get; init; } = [];

    /// <summary>Gets the tokens used so far.</summary>
    public TokenUsage Usage => Spent.Usage ?? TokenUsage.Uncounted;

    /// <summary>Gets what it has cost so far, in US dollars; null when nobody said.</summary>
    public decimal? Cost => Spent.Cost;

    /// <summary>Gets the calls of tools that wait for a decision, or were decided about and not made yet.</summary>
    public ImmutableArray<AgentOpenCall> PendingApprovals { get; init; } = [];

    /// <summary>Gets what was begun and did not come to its end, as far as anybody knows.</summary>
    public ImmutableArray<AgentOpenCall> UncertainCalls { get; init; } = [];

    /// <summary>Gets the turns in which a model was asked again after it may have been paid for, in their order.</summary>
    public ImmutableArray<int> RepeatedTurns { get; init; } = [];

    /// <summary>Gets what kind of failure ended it; null where none did.</summary>
    public string? ErrorId { get; init; }

    /// <summary>Gets what that failure said.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>Gets the answer; null where there is none yet.</summary>
    [JsonIgnore]
    public AgentReply? Reply { get; init; }

    /// <summary>Gets what it used and cost so far.</summary>
    internal Spent Spent { get; init; } = Spent.Nothing;

    /// <summary>Gets what was replaced in it where personal data is protected; null otherwise.</summary>
    internal ProtectionVault? Vault { get; init; }

    /// <summary>Gets the kinds of personal data that were found in it; null for none.</summary>
    internal ProtectionReport? Protection { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Id} ({Status})";
}
