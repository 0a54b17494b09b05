using System.Diagnostics;
using System.Diagnostics.Metrics;
using AgentCore.LiteLlm.Chat;

namespace AgentCore.LiteLlm.Observability;

/// <summary>Where listeners hear of calls: an activity source and a meter, both by the name <c>AgentCore.LiteLlm</c>.</summary>
internal static class Telemetry
{
    /// <summary>The name that listeners ask for.</summary>
    public const string Name = "AgentCore.LiteLlm";

    private static readonly string? Version = typeof(Telemetry).Assembly.GetName().Version?.ToString(3);

    private static readonly Meter Meter = new(Name, Version);

    /// <summary>Gets the source of spans: one for each agent that is asked, each call of its model and each call of a tool.</summary>
    public static ActivitySource Source { get; } = new(Name, Version);

    /// <summary>Gets how long calls take.</summary>
    public static Histogram<double> Duration { get; } = Meter.CreateHistogram<double>(
        "gen_ai.client.inference.duration", "s", "How long calls of models take.");

    /// <summary>Gets how long agents take.</summary>
    public static Histogram<double> AgentDuration { get; } = Meter.CreateHistogram<double>(
        "gen_ai.invoke_agent.duration", "s", "How long agents take for an answer.");

    /// <summary>Gets how long tools take.</summary>
    public static Histogram<double> ToolDuration { get; } = Meter.CreateHistogram<double>("gen_ai.execute_tool.duration", "s", "How long calls of tools take.");

    /// <summary>Gets how many tokens calls take in.</summary>
    public static Counter<long> InputTokens { get; } = Meter.CreateCounter<long>(
        "gen_ai.client.inference.usage.input_tokens", "{token}", "How many tokens models take in.");

    /// <summary>Gets how many tokens calls give out.</summary>
    public static Counter<long> OutputTokens { get; } = Meter.CreateCounter<long>(
        "gen_ai.client.inference.usage.output_tokens", "{token}", "How many tokens models give out.");

    /// <summary>Gets a value indicating whether anybody listens.</summary>
    public static bool IsObserved => Source.HasListeners() || Duration.Enabled || InputTokens.Enabled || OutputTokens.Enabled;

    /// <summary>Gets a value indicating whether anybody listens to what agents do.</summary>
    public static bool AreAgentsObserved => Source.HasListeners() || AgentDuration.Enabled || ToolDuration.Enabled;

    /// <summary>Begins a span, with what the blueprint puts on each.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="request">The request that it is about.</param>
    /// <param name="tags">What samplers decide by.</param>
    /// <param name="parent">The span that it lies in; the current one where none is given.</param>
    /// <returns>The span; null where nobody records it.</returns>
    public static Activity? Start(
        string name, ActivityKind kind, ChatRequest request, IEnumerable<KeyValuePair<string, object?>> tags, ActivityContext parent = default)
    {
        Activity? span = Source.StartActivity(name, kind, parent, tags);
        if (span is not { IsAllDataRequested: true })
        {
            return span;
        }

        // What is known of the call is not for a file to say.
        foreach ((string label, string value) in request.Trace.Attributes.Where(a => span.GetTagItem(a.Key) is null))
        {
            span.SetTag(label, value);
        }

        span.SetTag(TelemetryNames.Tags, request.Trace.Tags.IsEmpty ? null : request.Trace.Tags.ToArray());
        span.SetTag(TelemetryNames.LangfuseTags, request.Trace.LangfuseTags.IsEmpty ? null : request.Trace.LangfuseTags.ToArray());
        span.SetTag(TelemetryNames.Mode, request.Mode.ToString().ToLowerInvariant());
        return span;
    }
}
