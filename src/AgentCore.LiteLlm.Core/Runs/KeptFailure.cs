using System.Collections.Immutable;
using AgentCore.LiteLlm.Costs;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Runs;

/// <summary>Why a node of a graph failed, as it is written down.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Summary">What happened.</param>
/// <param name="Advice">What to do about it; null for nothing.</param>
/// <param name="Endpoint">The address that was called.</param>
/// <param name="PartialText">The text that had arrived.</param>
/// <param name="Node">The node within it that failed; null for none.</param>
/// <param name="Steps">What it did.</param>
/// <param name="Spent">What it took.</param>
/// <param name="Duration">How long it took.</param>
internal sealed record KeptFailure(
    FailureKind Kind, string Summary, string? Advice, string Endpoint, string PartialText, string? Node, ImmutableArray<AgentStep> Steps, Spent Spent,
    TimeSpan Duration)
{
    /// <summary>Makes one of a failure.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="conceal">What takes secrets out of it.</param>
    public static KeptFailure Of(ChatFailure failure, Func<string, string> conceal) => new(
        failure.Kind, conceal(failure.Summary), failure.Advice, failure.Endpoint, conceal(failure.PartialText), failure.Node, failure.Steps, failure.Spent,
        failure.Duration ?? TimeSpan.Zero);

    /// <summary>Gives the failure.</summary>
    public ChatFailure ToFailure() => new()
    {
        Kind = Kind,
        Summary = Summary,
        Advice = Advice,
        Endpoint = Endpoint,
        PartialText = PartialText,
        Node = Node,
        Steps = Steps,
        Spent = Spent,
        Duration = Duration,
    };
}
