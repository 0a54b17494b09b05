using System.Collections.Immutable;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Costs;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Runs;

/// <summary>Shows a run that is written down.</summary>
internal static class RunView
{
    /// <summary>Shows a run.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="state">The run; of one that is sealed nothing is shown that it holds.</param>
    public static AgentSavedRun Of(string folder, RunState state)
    {
        ImmutableArray<NodeState> nodes = state.Content?.Nodes ?? [];
        NodeState? whole = nodes.FirstOrDefault();
        ImmutableArray<AgentOpenCall> open = [.. nodes.SelectMany(n => OpenCalls(folder, state.Id, n))];
        return new AgentSavedRun
        {
            Id = state.Id,
            Path = folder,
            Status = state.Status,
            Agent = state.Agent,
            AgentVersion = state.AgentVersion,
            Model = state.Model,
            Started = state.Started,
            Updated = state.Updated,
            IsSealed = state.Content is null,
            Prompt = whole is null ? "" : RunFile.ReadMessages(whole)?.LastOrDefault(m => m.Role == ChatRole.User)?.Text ?? "",
            Turns = nodes.Sum(n => TurnsOf(n)),
            Steps = [.. nodes.SelectMany(n => n.Reply?.Steps ?? n.Steps)],
            Spent = nodes.Select(n => (n.Reply ?? n.Whole)?.Spent ?? Spent.Nothing).Aggregate(Spent.Nothing, (sum, one) => sum.Add(one)),
            PendingApprovals = [.. open.Where(c => c.State is OpenCallState.Waiting or OpenCallState.Approved or OpenCallState.Denied)],
            UncertainCalls = [.. open.Where(c => c.State is OpenCallState.Uncertain or OpenCallState.MayBePaid)],
            RepeatedTurns = [.. nodes.SelectMany(n => n.RepeatedTurns)],
            ErrorId = state.ErrorId,
            ErrorMessage = state.Content?.ErrorMessage,
            Reply = whole is null ? null : ToReply(whole),
        };
    }

    /// <summary>Counts the turns that the model of an agent has taken.</summary>
    /// <param name="node">The agent.</param>
    public static int TurnsOf(NodeState node) => node.Steps.Where(s => s.Kind == AgentStepKind.Turn).Select(s => s.Iteration).DefaultIfEmpty().Max();

    /// <summary>Gives the answer of an agent, with its conversation.</summary>
    /// <param name="node">The agent.</param>
    /// <returns>The answer; null where there is none yet.</returns>
    public static AgentReply? ToReply(NodeState node) => node.Reply is { } reply ? reply with { Messages = RunFile.ReadMessages(node) ?? [] } : null;

    private static IEnumerable<AgentOpenCall> OpenCalls(string folder, string run, NodeState node)
    {
        if (node.AskedTurn is { } asked)
        {
            yield return new AgentOpenCall { RunId = run, Path = folder, Node = node.Node, Turn = asked, State = OpenCallState.MayBePaid };
        }

        foreach (ToolCall call in node.Whole?.ToolCalls ?? [])
        {
            if (node.Calls.GetValueOrDefault(call.Id) is { Result: null } known && StateOf(known) is { } state)
            {
                yield return new AgentOpenCall
                {
                    RunId = run,
                    Path = folder,
                    Node = node.Node,
                    Turn = TurnsOf(node),
                    State = state,
                    CallId = call.Id,
                    Tool = call.Name,
                    Arguments = call.Arguments,
                    Hash = known.Fingerprint,
                };
            }
        }
    }

    private static OpenCallState? StateOf(KeptCall call) => call switch
    {
        { IsStarted: true } => OpenCallState.Uncertain,
        { Decision.IsApproved: true } => OpenCallState.Approved,
        { Decision: not null } => OpenCallState.Denied,
        { Fingerprint: not null } => OpenCallState.Waiting,
        _ => null,
    };
}
