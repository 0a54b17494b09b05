using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Costs;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Graphs;

/// <summary>What a run of a node came to.</summary>
/// <param name="Node">The node.</param>
internal sealed record NodeResult(string Node)
{
    /// <summary>Gets the answer; null where the node failed.</summary>
    public AgentReply? Reply { get; init; }

    /// <summary>Gets why there is none; null where there is one.</summary>
    public ChatFailure? Failure { get; init; }

    /// <summary>Gets a value indicating whether it failed by the graph's own limit of time, which names the node already.</summary>
    public bool IsLate { get; init; }

    /// <summary>Gets the answer as text; empty where there is none.</summary>
    public string Text { get; init; } = "";

    /// <summary>Gets the structured output; null where none was asked for.</summary>
    public JsonElement? Output { get; init; }

    /// <summary>Gets how long the run took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Gets the nodes whose results it was given.</summary>
    public ImmutableArray<string> Inputs { get; init; } = [];

    /// <summary>Gets a value indicating whether an earlier process came to it.</summary>
    public bool IsKnown { get; init; }

    /// <summary>Gets a value indicating whether a person is to decide first, so that there is no result yet.</summary>
    public bool IsWaiting => Failure is { Kind: FailureKind.ApprovalPending };

    /// <summary>Gets a value indicating whether there is an answer.</summary>
    public bool IsCompleted => Failure is null;

    /// <summary>Gets the steps within it.</summary>
    public ImmutableArray<AgentStep> Steps => Reply?.Steps ?? Failure?.Steps ?? [];

    /// <summary>Gets what it took.</summary>
    public Spent Spent => Reply?.Spent ?? Failure!.Spent;

    /// <summary>Gets the steps within it, the one turn that an agent takes which has no tools among them.</summary>
    /// <param name="turn">The run.</param>
    /// <param name="only">That turn, of which nobody has told; null where there is none.</param>
    public ImmutableArray<AgentStep> StepsOf(NodeTurn turn, out AgentStep? only)
    {
        only = Reply is not null && turn is { IsOneTurn: true, Request.Remote: null }
            ? new AgentStep
            {
                Iteration = 1,
                Kind = AgentStepKind.Turn,
                Duration = Reply.Duration,
                ToolCalls = Reply.ToolCalls.Length,
                Usage = Reply.Usage,
                Cost = Reply.Cost,
            }
            : null;
        return only is null ? Steps : Steps.Add(only);
    }

    /// <summary>Makes the result of a run.</summary>
    /// <param name="turn">The run.</param>
    /// <param name="reply">Its answer; null where it failed.</param>
    /// <param name="failure">Why it failed; null where it did not.</param>
    /// <param name="duration">How long it took.</param>
    public static NodeResult Of(NodeTurn turn, AgentReply? reply, ChatFailure? failure, TimeSpan duration) => new(turn.Node)
    {
        Reply = reply,
        Failure = failure,
        Text = reply is null ? "" : reply.Text.Length > 0 ? reply.Text : reply.Refusal ?? (reply.Output as JsonElement?)?.GetRawText() ?? "",
        Output = reply?.Output as JsonElement?,
        Duration = duration,
        Inputs = turn.Inputs,
    };
}
