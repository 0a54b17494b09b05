using System.Collections.Immutable;
using System.Globalization;

namespace AgentCore.LiteLlm.Blueprints;

/// <summary>The <c>evaluation.online</c> block: how production is watched.</summary>
public sealed record OnlineEvaluation
{
    /// <summary>Gets the percentage of sessions that are judged, 1 to 100.</summary>
    public int SamplingRate { get; init; }

    /// <summary>Gets the names of the evaluators, <c>Builtin.</c> ones and this agent's own; at least one.</summary>
    public ImmutableArray<string> Evaluators { get; init; } = [];

    /// <summary>Gets a value indicating whether AgentCore makes the IAM role; true by default.</summary>
    public bool AutoCreateExecutionRole { get; init; } = true;

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{SamplingRate} %{(Evaluators.IsEmpty ? "" : $": {string.Join(", ", Evaluators)}")}");
}
