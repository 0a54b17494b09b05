using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace AgentCore.LiteLlm.Observability;

/// <summary>Where listeners hear of calls: an activity source and a meter, both by the name <c>AgentCore.LiteLlm</c>.</summary>
internal static class Telemetry
{
    /// <summary>The name that listeners ask for.</summary>
    public const string Name = "AgentCore.LiteLlm";

    private static readonly string? Version = typeof(Telemetry).Assembly.GetName().Version?.ToString(3);

    private static readonly Meter Meter = new(Name, Version);

    /// <summary>Gets the source of spans: one for each call, each run with tools or in a graph, and each call of a tool.</summary>
    public static ActivitySource Source { get; } = new(Name, Version);

    /// <summary>Gets how long calls take.</summary>
    public static Histogram<double> Duration { get; } = Meter.CreateHistogram<double>("gen_ai.client.operation.duration", "s", "GenAI operation duration.");

    /// <summary>Gets how many tokens calls use.</summary>
    public static Histogram<long> Tokens { get; } = Meter.CreateHistogram<long>(
        "gen_ai.client.token.usage", "{token}", "Number of input and output tokens used.");

    /// <summary>Gets a value indicating whether anybody listens.</summary>
    public static bool IsObserved => Source.HasListeners() || Duration.Enabled || Tokens.Enabled;
}
