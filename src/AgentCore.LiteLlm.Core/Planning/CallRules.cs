using System.Collections.Immutable;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Providers;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Planning;

/// <summary>What must hold before anything is sent.</summary>
internal static class CallRules
{
    /// <summary>Finds every reason not to make the call.</summary>
    /// <param name="model">The resolved model.</param>
    /// <param name="mode">The mode the call would run in.</param>
    /// <param name="allowUnencrypted">Whether a key may cross a network in clear text.</param>
    /// <returns>The reasons as errors; none when the call may be made.</returns>
    public static ImmutableArray<Diagnostic> FindObstacles(ResolvedModel model, ExecutionMode mode, bool allowUnencrypted)
    {
        Findings findings = model.Blueprint.StartFindings();
        Check(model, mode, new CallOptions { AllowUnencrypted = allowUnencrypted, OffersDeclaredTools = true }, findings);
        return findings.ToImmutable();
    }

    /// <summary>Leaves out warnings of a model that <see cref="FindObstacles"/> says again, as errors, where they matter to the call.</summary>
    internal static Checked<ResolvedModel> WithoutDoubles(Checked<ResolvedModel> model) => model with
    {
        Diagnostics = [.. model.Diagnostics.Where(f => f.Severity != DiagnosticSeverity.Warning
            || f.Code is not (DiagnosticCodes.ApiKeyNotSet or DiagnosticCodes.UnencryptedAuthentication))],
    };

    /// <summary>Finds the same reasons, as one question of several about the call.</summary>
    /// <param name="model">The resolved model.</param>
    /// <param name="mode">The mode the call would run in.</param>
    /// <param name="options">What the caller sets.</param>
    /// <param name="findings">Where the reasons go.</param>
    internal static void Check(ResolvedModel model, ExecutionMode mode, CallOptions options, Findings findings)
    {
        CheckMode(model.Blueprint, mode, findings);
        CheckTools(model, options, findings);
        CheckMetadata(model, options, findings);
        ModelResolver.CheckGiven(model.Blueprint.Model.Api, options.Controls, findings);
        if (mode != ExecutionMode.Simulation && !options.IsReplayed)
        {
            CheckKey(model, findings);
            CheckEncryption(model, options.AllowUnencrypted, findings);
            foreach (ResolvedModel fallback in model.Fallbacks.Where(f => f.Address.Authority != model.Address.Authority))
            {
                CheckKey(fallback, findings);
                CheckEncryption(fallback, options.AllowUnencrypted, findings);
            }
        }
    }

    /// <summary>Says how much metadata an address is known to take. A gateway, LiteLLM's above all, takes more than providers do: it is not judged.</summary>
    /// <param name="address">The base URL.</param>
    /// <param name="labels">The tags and metadata of the call; null where there are none.</param>
    internal static MetadataForm FindMetadataForm(Uri address, CallLabels? labels) =>
        labels is { Tags.Length: > 0 } or { Metadata.Length: > 0 } && KnownHosts.IsOfProvider(address) ? MetadataForm.Texts : MetadataForm.Whole;

    /// <summary>Finds whether there are more tools than an address is known to take. Others say themselves what they refuse.</summary>
    /// <param name="model">The resolved model.</param>
    /// <param name="options">What the caller sets.</param>
    /// <param name="findings">Where the reason goes.</param>
    internal static void CheckTools(ResolvedModel model, CallOptions options, Findings findings)
    {
        if (!options.OffersDeclaredTools && !model.Blueprint.Tools.IsEmpty)
        {
            findings.Warn(
                DiagnosticCodes.SettingNotApplied, "tools",
                "the tools that the blueprint declares are not offered here: the model answers without them, and may make up what they would have said.",
                "Make calls that can offer them, one by one or many at once; a batch offers none.");
        }

        if (options.Tools.Length > KnownHosts.MostToolsOfOpenAI && KnownHosts.IsOfOpenAI(model.Address))
        {
            findings.Error(
                DiagnosticCodes.ToolsTooMany,
                "model",
                $"{options.Tools.Length} tools are given, and {model.Address.Host} takes at most {KnownHosts.MostToolsOfOpenAI}; nothing was sent.",
                "Give fewer tools: models choose better among few.");
        }
    }

    private static void CheckMetadata(ResolvedModel model, CallOptions options, Findings findings)
    {
        if (SentMetadata.Of(options.Labels, FindMetadataForm(model.Address, options.Labels)).LeftOut is { IsEmpty: false } leftOut)
        {
            findings.Warn(
                DiagnosticCodes.MetadataLeftOut,
                "model",
                $"of the metadata, {model.Address.Host} is not sent what its schema does not allow: {string.Join(", ", leftOut)}.",
                "Give at most 16 texts of at most 512 characters, or call the provider through a LiteLLM proxy, which takes all of it.");
        }
    }

    private static void CheckMode(AgentBlueprint blueprint, ExecutionMode mode, Findings findings)
    {
        bool isEnabled = blueprint.ExecutionModes is not { } modes || mode switch
        {
            ExecutionMode.Simulation => modes.Simulation,
            ExecutionMode.Staging => modes.Staging,
            _ => modes.Production,
        };
        if (!isEnabled)
        {
            string name = mode.ToString().ToLowerInvariant();
            findings.Error(
                DiagnosticCodes.ModeNotEnabled,
                $"execution_modes.{name}",
                $"the blueprint does not enable the mode '{name}'.",
                $"Set '{name}: true' under 'execution_modes', or choose another mode.");
        }
    }

    private static void CheckKey(ResolvedModel model, Findings findings)
    {
        if (model.ApiKeyVariable is { } variable && !model.HasApiKey)
        {
            findings.Error(
                DiagnosticCodes.ApiKeyNotSet,
                "model.api_key_env",
                $"the environment variable '{variable}', which holds the key, is not set or empty; nothing was sent.",
                VariableNames.IsPlausible(variable) ? $"Set {variable}, or resolve the model with a key of your own." : KeyResolver.NameAdvice);
        }
    }

    private static void CheckEncryption(ResolvedModel model, bool allowUnencrypted, Findings findings)
    {
        if (!allowUnencrypted && model.SecretHeaders.Length > 0 && EndpointAddress.IsUnencrypted(model.Address))
        {
            findings.Error(
                DiagnosticCodes.UnencryptedAuthentication,
                "model.base_url",
                "the key or the extra headers would cross the network in clear text; nothing was sent.",
                "Use https, or allow the call to send keys in clear text.");
        }
    }
}
