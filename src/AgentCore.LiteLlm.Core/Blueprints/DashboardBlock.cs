using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Blueprints;

/// <summary>The <c>observability.dashboard</c> block: metrics and logs on a dashboard.</summary>
public sealed record DashboardBlock
{
    /// <summary>Gets the namespace of the metrics; <c>AgentPlatform</c> by default.</summary>
    public string MetricNamespace { get; init; } = "AgentPlatform";

    /// <summary>Gets what the names of the log groups begin with; <c>agents/</c> by default.</summary>
    public string LogGroupPrefix { get; init; } = "agents/";

    /// <summary>Gets the names of further metrics to show.</summary>
    public ImmutableArray<string> CustomMetrics { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => CustomMetrics.IsEmpty ? MetricNamespace : $"{MetricNamespace}: {string.Join(", ", CustomMetrics)}";
}
