using System.Collections.Immutable;
using System.Globalization;
using AgentCore.LiteLlm.Policies;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Messages;

/// <summary>
/// One step of a run: a turn of the model, a call of a tool, or the run of an agent of a graph, which has steps of its own. As text it says what happened
/// without any content.
/// </summary>
public sealed record AgentStep
{
    /// <summary>Gets in which turn of the model it happened, or in which round of a graph, from 1.</summary>
    public required int Iteration { get; init; }

    /// <summary>Gets what it was.</summary>
    public required AgentStepKind Kind { get; init; }

    /// <summary>Gets how long it took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Gets how many tools the model called in its turn.</summary>
    public int ToolCalls { get; init; }

    /// <summary>Gets the tokens of a turn; each count is null for a tool, and where the endpoint did not give it.</summary>
    public TokenUsage Usage { get; init; } = TokenUsage.Uncounted;

    /// <summary>Gets what a turn cost, in US dollars; null for a tool, and where the endpoint did not say.</summary>
    public decimal? Cost { get; init; }

    /// <summary>Gets the node of the graph; null outside graphs, and for the steps within a node.</summary>
    public string? Node { get; init; }

    /// <summary>Gets the id of the blueprint that the node runs; null for every other step.</summary>
    public string? Agent { get; init; }

    /// <summary>Gets the nodes whose results the node or the gate was given, in their order; empty for every other step.</summary>
    public ImmutableArray<string> Inputs { get; init; } = [];

    /// <summary>Gets the steps within the node, in order; empty for every other step.</summary>
    public ImmutableArray<AgentStep> Steps { get; init; } = [];

    /// <summary>Gets the model that did not answer, so that another one was asked; null for every other step.</summary>
    public string? Model { get; init; }

    /// <summary>Gets why it did not, how a gate decided, or why a node failed; null for every other step.</summary>
    public string? Reason { get; init; }

    /// <summary>Gets the tool's name; null for a turn.</summary>
    public string? Tool { get; init; }

    /// <summary>Gets the id of the call; null for a turn.</summary>
    public string? CallId { get; init; }

    /// <summary>Gets the arguments as the model sent them; null for a turn.</summary>
    public string? Arguments { get; init; }

    /// <summary>Gets how the call or the node ended; null for a turn.</summary>
    public ToolOutcome? Outcome { get; init; }

    /// <summary>Gets what the model was told of the call, what the node came to, or what the gate decided; null for a turn.</summary>
    public string? Result { get; init; }

    /// <summary>Gets what the blueprint's policy says of the call; null for a turn, where there is no policy, and for calls that did not come so far.</summary>
    public PolicyDecision? Policy { get; init; }

    /// <summary>Gets who decided that the call was made or not; null for a turn, and for calls that did not come so far.</summary>
    public ApprovalSource? Approval { get; init; }

    /// <summary>Gets this step and every step within it, in order.</summary>
    internal IEnumerable<AgentStep> All => Steps.SelectMany(s => s.All).Prepend(this);

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        AgentStepKind.Node => string.Create(
            CultureInfo.InvariantCulture,
            $"Round {Iteration}: '{SecretShapes.Excerpt(Node!)}' {DescribeNode(Outcome)} "
                + $"({Duration.TotalSeconds:0.00} s{(Usage.IsCounted ? $", {Usage}" : "")})."),
        AgentStepKind.Gate => string.Create(CultureInfo.InvariantCulture, $"Round {Iteration}: '{SecretShapes.Excerpt(Node!)}' {Reason}."),
        AgentStepKind.Fallback => string.Create(CultureInfo.InvariantCulture, $"Turn {Iteration}: {Reason}"),
        AgentStepKind.Tool => string.Create(
            CultureInfo.InvariantCulture,
            $"Turn {Iteration}: '{SecretShapes.Excerpt(Tool!)}' {Describe(Outcome)} ({Duration.TotalSeconds:0.00} s, {Result?.Length ?? 0} characters)."),
        _ => string.Create(
            CultureInfo.InvariantCulture,
            $"Turn {Iteration}: the model {(ToolCalls == 0 ? "answers" : ToolCalls == 1 ? "calls a tool" : $"calls {ToolCalls} tools")} "
                + $"({Duration.TotalSeconds:0.00} s{(Usage.IsCounted ? $", {Usage}" : "")})."),
    };

    private static string DescribeNode(ToolOutcome? outcome) => outcome is null ? "has not come to its end" : Describe(outcome);

    private static string Describe(ToolOutcome? outcome) => outcome switch
    {
        ToolOutcome.Succeeded => "succeeded",
        ToolOutcome.Failed => "failed",
        ToolOutcome.Denied => "was not allowed",
        ToolOutcome.UnknownTool => "is no tool",
        ToolOutcome.InvalidArguments => "was called with arguments that do not fit",
        _ => "was not run",
    };
}
