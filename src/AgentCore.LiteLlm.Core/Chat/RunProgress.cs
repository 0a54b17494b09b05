using System.Collections.Immutable;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Chat;

/// <summary>What a run has come to at one moment: enough to go on from there, in another process too.</summary>
internal sealed record RunProgress
{
    /// <summary>Gets the messages so far. The last turn's calls may be open.</summary>
    public required ImmutableArray<ChatMessage> Messages { get; init; }

    /// <summary>Gets the steps so far.</summary>
    public ImmutableArray<AgentStep> Steps { get; init; } = [];

    /// <summary>Gets the pictures of this turn's results, which the model gets after all of them.</summary>
    public ImmutableArray<string> Images { get; init; } = [];

    /// <summary>Gets the reply of all turns so far, the last one's calls among it; null before the first one.</summary>
    public AgentReply? Whole { get; init; }

    /// <summary>Gets a value indicating whether the model is being asked; else its last turn is what is at hand.</summary>
    public bool IsTurnOpen { get; init; }

    /// <summary>Gets a value indicating whether the model was told to give its final answer in the form asked for.</summary>
    public bool IsAskingForOutput { get; init; }

    /// <summary>Gets how long the run has taken, whatever time lay between its processes.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Gets how many rounds of a graph are over; null where there is no graph.</summary>
    public int? Rounds { get; init; }

    /// <summary>Gets what the nodes of a graph came to in earlier processes, by the names of their runs.</summary>
    public ImmutableDictionary<string, NodeRun> Runs { get; init; } = ImmutableDictionary<string, NodeRun>.Empty;

    /// <summary>Gets what is known of calls that the conversation does not answer yet, by their ids.</summary>
    public ImmutableDictionary<string, ToolResult> Results { get; init; } = ImmutableDictionary<string, ToolResult>.Empty;
}
