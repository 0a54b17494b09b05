using System.Collections.Immutable;
using System.Text;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Providers;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Terminal;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Planning;

/// <summary>The attributes and tags of a blueprint: on spans, and in what a LiteLLM proxy is told of a call.</summary>
internal static class PlannedTrace
{
    private const int Most = 64;

    // Langfuse drops a longer one.
    private const int LongestText = 200;

    /// <summary>Finds what the blueprint puts on spans.</summary>
    /// <param name="model">The resolved model.</param>
    /// <param name="variables">Where the agent's secrets are looked up, which no span shows.</param>
    public static TraceLabels Find(ResolvedModel model, IVariables variables)
    {
        AgentBlueprint blueprint = model.Blueprint;
        ObservabilityBlock? block = blueprint.Observability;
        TraceLabels labels = new() { IsOff = block is { Enabled: false }, Version = blueprint.Version };
        if (labels.IsOff || (block is null or { TraceAttributes.Count: 0, Langfuse: null } && blueprint.Tags.IsEmpty))
        {
            return labels;
        }

        Redactor redactor = new(
        [
            .. model.Fallbacks.Prepend(model).SelectMany(m => m.SecretHeaders).Where(h => h.IsConfidential).Select(h => h.Value),
            .. SecretVariables.ValuesOf(model, variables),
        ]);
        string Show(string text) => Cut(redactor.Redact(SecretShapes.Mask(text)));
        string ShowValue(string name, string value)
        {
            // The name says what the value is: 'api_key' beside it makes any word a secret.
            string start = $"{name}: ";
            string line = SecretShapes.Mask(start + value);
            return line.StartsWith(start, StringComparison.Ordinal) ? Cut(redactor.Redact(line[start.Length..])) : "***";
        }

        return labels with
        {
            Attributes = [.. (block?.TraceAttributes ?? ImmutableDictionary<string, string>.Empty).Take(Most)
                .Select(a => KeyValuePair.Create(Show(a.Key), ShowValue(a.Key, a.Value)))],
            Tags = [.. blueprint.Tags.Take(Most).Select(Show)],
            LangfuseTags = block?.Langfuse is { Enabled: true } ? [.. TagsOf(blueprint).Take(Most).Select(Show)] : [],
        };
    }

    /// <summary>
    /// Adds the tags of the blueprint to what the endpoint's operator is told, where the endpoint can be a LiteLLM proxy and the caller gives none of his own.
    /// </summary>
    /// <param name="model">The resolved model.</param>
    /// <param name="options">What the caller sets.</param>
    public static CallLabels? ToLabels(ResolvedModel model, CallOptions options) =>
        options.Labels is { OverridesTags: true } || KnownHosts.IsOfProvider(model.Address) || TagsOf(model.Blueprint) is not { IsEmpty: false } tags
            ? options.Labels
            : (options.Labels ?? new CallLabels()) with { Tags = tags };

    /// <summary>Says what becomes of the blueprint's tags.</summary>
    /// <param name="model">The resolved model.</param>
    /// <param name="options">What the caller sets.</param>
    /// <returns>One decision; none where there are no tags.</returns>
    public static IEnumerable<GateDecision> Describe(ResolvedModel model, CallOptions options) =>
        TagsOf(model.Blueprint).IsEmpty ? []
        : options.Labels is { OverridesTags: true } ? [new GateDecision("tags", "the caller's own, in place of the blueprint's")]
        : KnownHosts.IsOfProvider(model.Address) ? [new GateDecision("tags", $"not sent: {model.Address.Host} is no LiteLLM proxy")]
        : [new GateDecision("tags", "sent in metadata.tags, as a LiteLLM proxy reads them")];

    /// <summary>Finds where the spans of an agent go whose blueprint asks for Langfuse.</summary>
    /// <param name="blueprint">The blueprint.</param>
    /// <param name="variables">Where address and keys are looked up.</param>
    /// <param name="problem">Why they go nowhere; null where they do.</param>
    public static TraceTarget? FindLangfuse(AgentBlueprint blueprint, IVariables variables, out string? problem)
    {
        if (blueprint.Observability is not { Enabled: true, Langfuse: { Enabled: true } langfuse })
        {
            problem = $"The blueprint '{blueprint.Id}' asks for no traces in Langfuse: it has no 'observability.langfuse', or one that is not enabled.";
            return null;
        }

        string? host = variables.Find(langfuse.HostEnv)?.Trim();
        string? user = variables.Find(langfuse.PublicKeyVariable)?.Trim();
        string? password = variables.Find(langfuse.SecretKeyVariable)?.Trim();
        (string Name, string? Value)[] needed = [(langfuse.HostEnv, host), (langfuse.PublicKeyEnv, user), (langfuse.SecretKeyEnv, password)];
        if (needed.Where(n => string.IsNullOrEmpty(n.Value)).Select(n => n.Name).ToArray() is { Length: > 0 } missing)
        {
            problem = $"The environment has no {string.Join(" and no ", missing)}, by which the blueprint '{blueprint.Id}' reaches Langfuse.";
            return null;
        }

        Checked<Uri> read = EndpointAddress.Read(host!);
        problem = read.Diagnostics.FirstOrDefault() is { } found
            ? $"The variable {langfuse.HostEnv} cannot be used: {found.Message.Replace("the base URL", "it", StringComparison.Ordinal)}"
            : null;
        return read.Value is not { } address ? null : new TraceTarget(
            EndpointAddress.Append(address, "/api/public/otel/v1/traces"),
            [
                new SecretHeader("Authorization", new Secret($"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))}")),
                new SecretHeader("x-langfuse-ingestion-version", new Secret("4")),
            ]);
    }

    /// <summary>Finds the collector that OpenTelemetry's own variables name.</summary>
    /// <param name="variables">Where they are looked up.</param>
    /// <param name="problem">Why there is none; null where there is.</param>
    public static TraceTarget? FindCollector(IVariables variables, out string? problem)
    {
        string? own = Find("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
        if ((own ?? Find("OTEL_EXPORTER_OTLP_ENDPOINT")) is not { } text)
        {
            problem = "Neither OTEL_EXPORTER_OTLP_ENDPOINT nor OTEL_EXPORTER_OTLP_TRACES_ENDPOINT is set.";
            return null;
        }

        if ((Find("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL") ?? Find("OTEL_EXPORTER_OTLP_PROTOCOL")) is "grpc")
        {
            problem = "The variable OTEL_EXPORTER_OTLP_PROTOCOL says grpc, and spans are sent over HTTP alone: collectors take that at port 4318.";
            return null;
        }

        Checked<Uri> read = EndpointAddress.Read(text);
        problem = read.Diagnostics.FirstOrDefault()?.Message.Replace("the base URL", "the address of OTEL_EXPORTER_OTLP_ENDPOINT", StringComparison.Ordinal);
        string headers = Find("OTEL_EXPORTER_OTLP_TRACES_HEADERS") ?? Find("OTEL_EXPORTER_OTLP_HEADERS") ?? "";
        return read.Value is not { } address ? null : new TraceTarget(
            own is null ? EndpointAddress.Append(address, "/v1/traces") : address,
            [
                .. from pair in headers.Split(',', StringSplitOptions.RemoveEmptyEntries)
                   let parts = pair.Split('=', 2)
                   where parts.Length == 2 && !string.IsNullOrWhiteSpace(parts[1])
                   select new SecretHeader(parts[0].Trim(), new Secret(Uri.UnescapeDataString(parts[1].Trim()))),
            ]);

        string? Find(string name) => variables.Find(name)?.Trim() is { Length: > 0 } value ? value : null;
    }

    private static ImmutableArray<string> TagsOf(AgentBlueprint blueprint) =>
        blueprint.Observability is { Enabled: true, Langfuse: { Enabled: true, Tags.Length: > 0 } langfuse }
            ? [.. blueprint.Tags.Union(langfuse.Tags, StringComparer.Ordinal)]
            : blueprint.Tags;

    private static string Cut(string text) => text.Length <= LongestText
        ? text
        : $"{WholeCharacters.Cut(text, LongestText - 1)}…";
}
