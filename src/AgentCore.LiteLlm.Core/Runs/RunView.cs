using System.Collections.Immutable;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Costs;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Protection;

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
            Turns = whole is null ? 0 : CountTurns(whole, nodes),
            Steps = whole is null ? [] : StepsOf(whole, nodes),
            Spent = whole is null ? Spent.Nothing : SpentBy(whole, nodes),
            PendingApprovals = [.. open.Where(c => c.State is OpenCallState.Waiting or OpenCallState.Approved or OpenCallState.Denied)],
            UncertainCalls = [.. open.Where(c => c.State is OpenCallState.Uncertain or OpenCallState.MayBePaid)],
            RepeatedTurns = [.. state.Content?.Repeated.Select(r => r.Turn) ?? []],
            ErrorId = state.ErrorId,
            ErrorMessage = state.Content?.ErrorMessage,
            Reply = whole is null ? null : ToReply(whole),
            Vault = state.Content is { Vault.IsEmpty: false } content ? ProtectionVault.Find(content.Vault) : null,
            Protection = state.Content is { Found.IsEmpty: false } kept ? new ProtectionReport { Found = kept.Found } : null,
        };
    }

    /// <summary>Counts the turns that the model of an agent has taken.</summary>
    /// <param name="node">The agent.</param>
    public static int TurnsOf(NodeState node) => node.Steps.Where(s => s.Kind == AgentStepKind.Turn).Select(s => s.Iteration).DefaultIfEmpty().Max();

    /// <summary>Gives the answer of an agent, with its conversation.</summary>
    /// <param name="node">The agent.</param>
    /// <returns>The answer; null where there is none yet.</returns>
    public static AgentReply? ToReply(NodeState node) => node.Reply is { } reply ? reply with { Messages = RunFile.ReadMessages(node) ?? [] } : null;

    private static IEnumerable<NodeState> In(NodeState graph, ImmutableArray<NodeState> nodes) =>
        graph.Reply is null && graph.Failure is null && graph.Rounds is not null
            ? nodes.Where(n => NodePath.IsDirectlyIn(n.Node, graph.Node)).OrderBy(n => NodePath.RoundOf(n.Node))
            : [];

    private static int CountTurns(NodeState node, ImmutableArray<NodeState> nodes)
    {
        ImmutableArray<AgentStep> own = node.Reply?.Steps ?? node.Failure?.Steps ?? node.Steps;

        // A node without tools has taken one turn, of which it keeps no account.
        int turns = own.SelectMany(s => s.All).Count(s => s.Kind == AgentStepKind.Turn);
        return (turns == 0 && node.Reply is not null && node.Node.Length > 0 ? 1 : turns) + In(node, nodes).Sum(n => CountTurns(n, nodes));
    }

    private static Spent SpentBy(NodeState node, ImmutableArray<NodeState> nodes) => In(node, nodes).Select(n => SpentBy(n, nodes))
        .Aggregate(node.Reply?.Spent ?? node.Failure?.Spent ?? node.Whole?.Spent ?? Spent.Nothing, static (sum, one) => sum.Add(one));

    private static ImmutableArray<AgentStep> StepsOf(NodeState node, ImmutableArray<NodeState> nodes) =>
        [.. node.Reply?.Steps ?? node.Failure?.Steps ?? node.Steps, .. In(node, nodes).Select(n => ToStep(n, nodes))];

    private static AgentStep ToStep(NodeState node, ImmutableArray<NodeState> nodes)
    {
        Spent spent = SpentBy(node, nodes);
        return new AgentStep
        {
            Iteration = NodePath.RoundOf(node.Node),
            Kind = AgentStepKind.Node,
            Node = NodePath.NamesOf(node.Node)[^1],
            Agent = node.Agent,
            Duration = node.Failure?.Duration ?? node.Elapsed,
            Usage = spent.Usage ?? TokenUsage.Uncounted,
            Cost = spent.Cost,
            Outcome = node.Reply is not null ? ToolOutcome.Succeeded : node.Failure is not null ? ToolOutcome.Failed : null,
            Reason = node.Failure?.Summary,
            Result = node.Reply?.Text ?? node.Failure?.PartialText,
            Steps = StepsOf(node, nodes),
        };
    }

    private static IEnumerable<AgentOpenCall> OpenCalls(string folder, string run, NodeState node)
    {
        // Whose failure is kept is not asked again.
        if (node is { AskedTurn: { } asked, Failure: null })
        {
            yield return new AgentOpenCall
            {
                RunId = run,
                Path = folder,
                Node = NamesOf(node),
                Round = NodePath.RoundOf(node.Node),
                RunPath = node.Node,
                Turn = asked,
                State = OpenCallState.MayBePaid,
            };
        }

        foreach (ToolCall call in node.Whole?.ToolCalls ?? [])
        {
            if (node.Calls.GetValueOrDefault(call.Id) is { Result: null } known && StateOf(known) is { } state)
            {
                yield return new AgentOpenCall
                {
                    RunId = run,
                    Path = folder,
                    Node = NamesOf(node),
                    Round = NodePath.RoundOf(node.Node),
                    RunPath = node.Node,
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

    private static string NamesOf(NodeState node) => string.Join('/', NodePath.NamesOf(node.Node));

    private static OpenCallState? StateOf(KeptCall call) => call switch
    {
        { IsStarted: true } => OpenCallState.Uncertain,
        { Decision.IsApproved: true } => OpenCallState.Approved,
        { Decision: not null } => OpenCallState.Denied,
        { Fingerprint: not null } => OpenCallState.Waiting,
        _ => null,
    };
}
