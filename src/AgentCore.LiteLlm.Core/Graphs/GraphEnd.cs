using System.Globalization;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Graphs;

/// <summary>Names the ends of a run of several agents that are no answer.</summary>
internal static class GraphEnd
{
    private const string SeeSteps = "Exception.Failure.Steps says what each agent did.";

    public static ChatFailure Rounds(ChatRequest request, AgentGraph graph) => Of(
        request,
        FailureKind.IterationLimitReached,
        Say($"The agents of '{Name(graph)}' did not come to an end in {graph.Limits.MaxRounds} rounds, as many as there may be."),
        $"Raise 'multi_agent.max_iterations', or look at why its conditions lead on and on: {SeeSteps}");

    public static ChatFailure Executions(ChatRequest request, AgentGraph graph) => Of(
        request,
        FailureKind.IterationLimitReached,
        Say($"The next round of '{Name(graph)}' would run agents more often than {graph.Limits.MaxExecutions} times, as often as they may in all."),
        $"Raise 'multi_agent.max_node_executions', or look at why its conditions lead on and on: {SeeSteps}");

    public static ChatFailure Handoffs(ChatRequest request, AgentGraph graph) => Of(
        request,
        FailureKind.IterationLimitReached,
        Say($"The agents of '{Name(graph)}' want to hand over once more, and did so {graph.Limits.MaxHandoffs} times, as often as they may."),
        $"Raise 'multi_agent.max_handoffs', or look at why none of them ends the task: {SeeSteps}");

    public static ChatFailure Time(ChatRequest request, AgentGraph graph) => Of(
        request,
        FailureKind.TimedOut,
        Say($"The agents of '{Name(graph)}' did not come to an answer within {Limit(request, graph).TotalSeconds:0.###} s, as long as all may take together."),
        $"Raise 'multi_agent.execution_timeout', 'runtime.max_execution_time' or the call's own limit, or look at what took long: {SeeSteps}");

    public static ChatFailure NodeTime(ChatRequest request, AgentGraph graph, string node) => Of(
        request,
        FailureKind.TimedOut,
        Say($"The agent '{SecretShapes.Excerpt(node)}' did not come to an answer within {graph.Limits.NodeTime.TotalSeconds:0.###} s, as long as one may."),
        $"Raise 'multi_agent.node_timeout', or look at what took long: {SeeSteps}");

    public static ChatFailure Tokens(ChatRequest request, AgentGraph graph, long used, long most) => Of(
        request,
        FailureKind.TokenLimitReached,
        Say($"The agents of '{Name(graph)}' have used {used} tokens without an answer, and their limit is {most}."),
        $"Raise the limit of tokens. {SeeSteps}");

    public static ChatFailure Cost(ChatRequest request, AgentGraph graph, decimal spent, decimal most) => Of(
        request,
        FailureKind.CostLimitReached,
        Say($"The agents of '{Name(graph)}' have cost {spent} US dollars without an answer, and their limit is {most}."),
        $"Raise the limit of cost. {SeeSteps}");

    public static ChatFailure Nothing(ChatRequest request, AgentGraph graph) => Of(
        request,
        FailureKind.ReplyEmpty,
        Say($"The graph of '{Name(graph)}' came to its end, and no agent in it has answered."),
        $"Look at its gates and conditions: {SeeSteps}");

    public static ChatFailure Cancelled(ChatRequest request, AgentGraph graph) =>
        Of(request, FailureKind.Cancelled, Say($"The run of '{Name(graph)}' was cancelled."), null);

    /// <summary>Says of which node a failure is.</summary>
    /// <param name="failure">Its own.</param>
    /// <param name="node">The node.</param>
    public static ChatFailure In(ChatFailure failure, string node) => failure with
    {
        Node = failure.Node is null ? node : $"{node}/{failure.Node}",
        Summary = failure.Node is null ? $"The agent '{SecretShapes.Excerpt(node)}' failed: {failure.Summary}" : failure.Summary,
    };

    /// <summary>Finds how long all may take together: the shortest of what the graph and the request say.</summary>
    /// <param name="request">The request.</param>
    /// <param name="graph">The graph.</param>
    public static TimeSpan Limit(ChatRequest request, AgentGraph graph) =>
        request.TimeLimit - request.TimeSpent is { } left && left < graph.Limits.TotalTime ? left : graph.Limits.TotalTime;

    private static string Name(AgentGraph graph) => SecretShapes.Excerpt(graph.Agent);

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static ChatFailure Of(ChatRequest request, FailureKind kind, string summary, string? advice) => new()
    {
        Kind = kind,
        Summary = summary,
        Advice = advice,
        Endpoint = request.Endpoint.AbsoluteUri,
    };
}
