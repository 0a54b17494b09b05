using System.Collections.Immutable;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Planning;

/// <summary>Says why a call was allowed, gate by gate, where <see cref="CallRules"/> found no obstacle.</summary>
internal static class CallGates
{
    /// <summary>Describes the gates of a call.</summary>
    /// <param name="model">The resolved model.</param>
    /// <param name="mode">The mode of the call.</param>
    /// <param name="options">What the caller sets.</param>
    /// <param name="prompt">Which prompt runs; null when there is none.</param>
    /// <param name="memory">Whose memory it has; null where nothing is remembered.</param>
    /// <param name="variables">Where variables are looked up.</param>
    public static ImmutableArray<GateDecision> Describe(
        ResolvedModel model, ExecutionMode mode, CallOptions options, PromptSource? prompt, MemorySubject? memory, IVariables variables)
    {
        string name = mode.ToString().ToLowerInvariant();
        bool isSimulated = mode == ExecutionMode.Simulation;
        return
        [
            new("mode", $"{name}, {ToModeSource(options, variables)}"),
            new("execution_modes", model.Blueprint.ExecutionModes is null ? "the blueprint allows every mode" : $"the blueprint enables {name}"),
            new("prompt", ToPrompt(prompt)),
            new("key", isSimulated ? "none is needed in simulation" : ToKey(model)),
            new("encryption", isSimulated ? "nothing leaves the process" : ToEncryption(model, options.AllowUnencrypted)),
            new("protection", ToProtection(model.Blueprint, isSimulated)),
            .. options.OffersDeclaredTools || model.Blueprint.Tools.IsEmpty
                ? Array.Empty<GateDecision>() : [new GateDecision("tools", "not applied: the tools that the blueprint declares are not offered")],
            .. PlannedPolicy.Describe(model.Blueprint, options),
            .. PlannedHooks.Describe(model.Blueprint),
            .. PlannedAudit.Describe(model.Blueprint, options),
            .. PlannedMemory.Describe(model.Blueprint, memory),
            .. PlannedTrace.Describe(model, options),
            .. ToTogether(model.Blueprint),
            .. ToCalled(model.Blueprint),
            .. ToUnapplied(model.Blueprint),
        ];
    }

    private static IEnumerable<GateDecision> ToTogether(AgentBlueprint blueprint)
    {
        string[] names =
        [
            .. AgentSeat.Of(blueprint).Select(s => SecretShapes.Excerpt(s.Node)),
            .. blueprint.MultiAgent?.Nodes.Where(n => n.IsA2a).Select(n => $"{SecretShapes.Excerpt(n.NodeId)} elsewhere") ?? [],
        ];
        string kind = blueprint.MultiAgent?.Pattern == MultiAgentPattern.Swarm ? "a swarm" : "a graph";
        return names.Length == 0 ? [] : [new GateDecision("multi_agent", $"{kind} of {string.Join(", ", names)}")];
    }

    private static IEnumerable<GateDecision> ToCalled(AgentBlueprint blueprint) => AgentSeat.CalledBy(blueprint) is { IsEmpty: false } seats
        ? [new GateDecision("multi_agent.specialists", $"called as tools: {string.Join(", ", seats.Select(s => SecretShapes.Excerpt(s.Agent)))}")]
        : [];

    private static IEnumerable<GateDecision> ToUnapplied(AgentBlueprint blueprint) => UnappliedSetting
        .FindIn(blueprint, path => blueprint.Source?.FindNode(path) is not null)
        .Select(s => new GateDecision(s.Path, $"not applied: {char.ToLowerInvariant(s.Effect[0])}{s.Effect[1..]}"));

    private static string ToModeSource(CallOptions options, IVariables variables) =>
        options.Mode is not null ? "as the caller asks"
        : string.IsNullOrWhiteSpace(variables.Find(ModeChoice.Variable)) ? "the default"
        : $"as {ModeChoice.Variable} says";

    private static string ToPrompt(PromptSource? prompt) =>
        prompt is null ? "no system prompt"
        : prompt.Reference is null ? "the caller's own"
        : prompt.State == PromptState.Draft ? "a draft, in simulation"
        : prompt.State.ToString().ToLowerInvariant();

    private static string ToKey(ResolvedModel model) =>
        model.ApiKeyVariable is { } variable ? $"{variable} is set" : model.HasApiKey ? "the caller's own" : "none is named";

    private static string ToEncryption(ResolvedModel model, bool allowUnencrypted) =>
        !EndpointAddress.IsUnencrypted(model.Address) ? (model.Address.Scheme == Uri.UriSchemeHttps ? "https" : "http to this machine")
        : model.SecretHeaders.IsEmpty ? "http without any key"
        : allowUnencrypted ? "http with a key, as the caller allows" : "refused";

    private static string ToProtection(AgentBlueprint blueprint, bool isSimulated) => blueprint.Observability?.DataProtection?.Provider switch
    {
        null or DataProtectionProvider.None => "none is asked for",
        _ => isSimulated ? "nothing leaves the process" : "as observability.data_protection says",
    };
}
