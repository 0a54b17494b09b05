using System.Collections.Immutable;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Routing;

namespace AgentCore.LiteLlm.Planning;

/// <summary>Says why a call was allowed, gate by gate, where <see cref="CallRules"/> found no obstacle.</summary>
internal static class CallGates
{
    /// <summary>Describes the gates of a call.</summary>
    /// <param name="model">The resolved model.</param>
    /// <param name="mode">The mode of the call.</param>
    /// <param name="isModeGiven">Whether the caller chose the mode.</param>
    /// <param name="isModeNamed">Whether <c>EXECUTION_MODE</c> did.</param>
    /// <param name="allowUnencrypted">Whether a key may cross a network in clear text.</param>
    /// <param name="prompt">Which prompt runs; null when there is none.</param>
    public static ImmutableArray<GateDecision> Describe(ResolvedModel model, ExecutionMode mode, bool isModeGiven, bool isModeNamed, bool allowUnencrypted, PromptSource? prompt)
    {
        string name = mode.ToString().ToLowerInvariant();
        bool isSimulated = mode == ExecutionMode.Simulation;
        return
        [
            new("mode", $"{name}, {(isModeGiven ? "as the caller asks" : isModeNamed ? $"as {ModeChoice.Variable} says" : "the default")}"),
            new("execution_modes", model.Blueprint.ExecutionModes is null ? "the blueprint allows every mode" : $"the blueprint enables {name}"),
            new("prompt", prompt is null ? "no system prompt" : prompt.Reference is null ? "the caller's own" : prompt.State == PromptState.Draft ? "a draft, in simulation" : prompt.State.ToString().ToLowerInvariant()),
            new("key", isSimulated ? "none is needed in simulation" : model.ApiKeyVariable is { } variable ? $"{variable} is set" : model.HasApiKey ? "the caller's own" : "none is named"),
            new("encryption", isSimulated ? "nothing leaves the process" : ToEncryption(model, allowUnencrypted)),
            new("protection", ToProtection(model.Blueprint, isSimulated)),
        ];
    }

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
