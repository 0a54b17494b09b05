using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Runs;

/// <summary>What one agent of a run has come to, as it is written down.</summary>
internal sealed record NodeState
{
    /// <summary>Gets the run of the node of the graph, as <see cref="NodePath"/> names it; empty for the whole run.</summary>
    public required string Node { get; init; }

    /// <summary>Gets the id of its blueprint.</summary>
    public string Agent { get; init; } = "";

    /// <summary>Gets how many rounds are over; null where it is no graph.</summary>
    public int? Rounds { get; init; }

    /// <summary>Gets the messages so far, as a conversation has them.</summary>
    public required JsonElement Messages { get; init; }

    /// <summary>Gets the steps so far.</summary>
    public ImmutableArray<AgentStep> Steps { get; init; } = [];

    /// <summary>Gets the pictures of this turn's results.</summary>
    public ImmutableArray<string> Images { get; init; } = [];

    /// <summary>Gets the reply of all turns so far; null before the first one.</summary>
    public AgentReply? Whole { get; init; }

    /// <summary>Gets a value indicating whether the model is to be asked next.</summary>
    public bool IsTurnOpen { get; init; }

    /// <summary>Gets a value indicating whether the model was told to give its final answer in the form asked for.</summary>
    public bool IsAskingForOutput { get; init; }

    /// <summary>Gets how long it has taken.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Gets the turn in which the model was asked and nothing was heard of it; null where there is none.</summary>
    public int? AskedTurn { get; init; }

    /// <summary>Gets the open calls of the turn at hand, by their ids.</summary>
    public ImmutableSortedDictionary<string, KeptCall> Calls { get; init; } = ImmutableSortedDictionary<string, KeptCall>.Empty;

    /// <summary>Gets why it failed; null where it did not, and where whoever runs it was told that all of it did.</summary>
    public KeptFailure? Failure { get; init; }

    /// <summary>Gets the answer; null until it is there.</summary>
    public AgentReply? Reply { get; init; }
}
