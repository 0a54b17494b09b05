using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Protection;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Planning;

/// <summary>What the calls of a blueprint do with personal data.</summary>
internal static class PlannedProtection
{
    private const string Key = "observability.data_protection.provider";

    /// <summary>Finds the policy. Sending what a blueprint says must be protected would be worse than not sending it.</summary>
    /// <param name="blueprint">The blueprint.</param>
    /// <param name="options">What the caller sets.</param>
    /// <param name="mode">The mode the calls run in.</param>
    /// <param name="variables">Where variables are looked up.</param>
    /// <param name="findings">Where the reason goes why there is none, though one is asked for.</param>
    /// <returns>The policy, or null.</returns>
    public static ProtectionPolicy? Find(AgentBlueprint blueprint, ProtectionOptions options, ExecutionMode mode, IVariables variables, Findings findings)
    {
        if (blueprint.Observability?.DataProtection is { Provider: DataProtectionProvider.Bedrock } && blueprint.Source?.FindNode(Key) is not null
            && mode != ExecutionMode.Simulation && !options.AllowUnprotected.Contains(ProtectionOptions.Every))
        {
            findings.Error(
                DiagnosticCodes.ProtectionUnavailable, Key,
                "the blueprint asks for personal data to be filtered by a Bedrock guardrail, which works with Bedrock's own models alone; nothing was sent.",
                "Write 'provider: presidio' to have it filtered here, or 'provider: none' where the proxy runs the guardrail.");
        }

        if (blueprint.Observability?.DataProtection is not { Provider: DataProtectionProvider.Presidio } block)
        {
            return null;
        }

        Checked<ProtectionPolicy> policy = ProtectionChoice.Make(
            block.PresidioEntities, block.PresidioLanguage, options, variables, isSimulated: mode == ExecutionMode.Simulation);
        foreach (Diagnostic found in policy.Diagnostics)
        {
            findings.Error(found.Code, Key, $"the blueprint asks for personal data to be filtered, and {found.Message}", found.Suggestion);
        }

        return policy.Value;
    }
}
