using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Blueprints.Reading;

/// <summary>The keys of the <c>observability.dashboard</c> block.</summary>
internal static class DashboardKeys
{
    public static readonly TextKey MetricNamespace = new("metric_namespace", "The CloudWatch namespace of the agent's metrics.") { Default = "AgentPlatform" };

    public static readonly TextKey LogGroupPrefix = new("log_group_prefix", "What the names of the agent's log groups begin with.") { Default = "agents/" };

    public static readonly TextListKey CustomMetrics = new("custom_metrics", "The names of further metrics to show.");

    public static readonly BlockShape Shape = new(MetricNamespace, LogGroupPrefix, CustomMetrics);

    /// <summary>Reads the block.</summary>
    /// <param name="block">The block.</param>
    /// <returns>What it says.</returns>
    public static DashboardBlock Read(BlockReader block) => new()
    {
        MetricNamespace = block.RequiredText(MetricNamespace),
        LogGroupPrefix = block.RequiredText(LogGroupPrefix),
        CustomMetrics = block.Texts(CustomMetrics),
    };
}
