using System.Collections.Immutable;
using System.Globalization;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Policies;
using AgentCore.LiteLlm.Policies.Cedar;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Planning;

/// <summary>The policy that a blueprint's calls of tools are held to.</summary>
internal static class PlannedPolicy
{
    /// <summary>The name under which gates have the policy.</summary>
    public const string Gate = "policy";

    private const string Key = "policy.rules";

    /// <summary>Makes the policy. Where tools are offered and a rule cannot be judged, nothing may run: nobody knows what it would forbid.</summary>
    /// <param name="blueprint">The blueprint.</param>
    /// <param name="options">What the caller sets.</param>
    /// <param name="findings">Where the reasons go.</param>
    /// <returns>The policy; null where the blueprint has no rules.</returns>
    public static CallPolicy? Find(AgentBlueprint blueprint, CallOptions options, Findings findings)
    {
        if (blueprint.Policy is null)
        {
            return null;
        }

        Findings unjudged = blueprint.StartFindings();
        CallPolicy? policy = Make(blueprint, unjudged);
        if (policy is null || options.Tools.IsEmpty)
        {
            return policy;
        }

        if (!options.IsPolicyEnforcedByGateway)
        {
            findings.AddAll(unjudged.ToImmutable());
        }

        ReportIdle(policy, options.Tools, findings);
        return policy with { IsLeftToGateway = options.IsPolicyEnforcedByGateway };
    }

    /// <summary>Makes the policy.</summary>
    /// <param name="blueprint">The blueprint.</param>
    /// <param name="findings">Where it is said what cannot be judged.</param>
    /// <returns>The policy; null where the blueprint has no rules.</returns>
    public static CallPolicy? Make(AgentBlueprint blueprint, Findings findings) => blueprint.Policy is not { Rules.Length: > 0 } block
        ? null
        : new CallPolicy([.. block.Rules.Select((r, at) => ToRule(r, at, findings))], block.Mode == PolicyMode.Enforce, block.TargetPrefix);

    /// <summary>Says what the policy does in a call.</summary>
    /// <param name="blueprint">The blueprint.</param>
    /// <param name="options">What the caller sets.</param>
    /// <returns>One decision; none where the blueprint has no policy.</returns>
    public static IEnumerable<GateDecision> Describe(AgentBlueprint blueprint, CallOptions options)
    {
        if (blueprint.Policy is not { } policy)
        {
            return [];
        }

        string rules = string.Create(CultureInfo.InvariantCulture, $"{policy.Rules.Length} rule{(policy.Rules.Length == 1 ? "" : "s")}");
        string what = policy.Rules.IsEmpty ? "it has no rules, so it forbids nothing here"
            : options.Tools.IsEmpty ? "there is no tool to call"
            : options.IsPolicyEnforcedByGateway ? $"{rules}, judged by the gateway as the caller says, and here for tools of this process"
            : policy.Mode == PolicyMode.Enforce ? $"{rules}; what none allows is stopped"
            : $"{rules}, which stop nothing (LOG_ONLY)";
        return [new GateDecision(Gate, what)];
    }

    private static CallRule ToRule(PolicyRule rule, int at, Findings findings)
    {
        string path = string.Create(CultureInfo.InvariantCulture, $"{Key}[{at}]");
        CedarExpression? when = ToCondition(rule.When, $"{path}.when", findings, out string? wrong);
        CedarExpression? unless = ToCondition(rule.Unless, $"{path}.unless", findings, out string? alsoWrong);
        string? unjudged = wrong ?? alsoWrong;
        if (rule.Principal is not null)
        {
            unjudged ??= "it is about a principal, and nobody is known here";
            findings.Error(
                DiagnosticCodes.PolicyNotJudged,
                $"{path}.principal",
                $"the rule '{SecretShapes.Excerpt(rule.Name)}' is about a principal, and who calls is not known here; nothing was sent.",
                PolicyText.Advice);
        }

        return new CallRule(rule.Name, !string.IsNullOrEmpty(rule.Allow), (string.IsNullOrEmpty(rule.Allow) ? rule.Deny : rule.Allow) ?? "")
        {
            When = when,
            Unless = unless,
            Unjudged = unjudged,
            Line = findings.PlaceOf(path).Line,
        };
    }

    private static CedarExpression? ToCondition(string? text, string path, Findings findings, out string? wrong)
    {
        wrong = null;
        if (text is null)
        {
            return null;
        }

        CedarExpression? read = CedarReader.Read(text, out CedarProblem? problem);
        if (problem is not null)
        {
            wrong = problem.Message;
            findings.Error(
                problem.IsForeign ? DiagnosticCodes.PolicyNotJudged : DiagnosticCodes.PolicyConditionInvalid,
                findings.PlaceIn(path, text, problem.Offset),
                $"the condition {(problem.IsForeign ? "goes beyond the arguments of a call" : "is no Cedar")}: {problem.Message}; nothing was sent.",
                problem.IsForeign ? PolicyText.Advice : PolicyText.Example);
        }

        return read;
    }

    // A rule that never matches is the quietest mistake there is.
    private static void ReportIdle(CallPolicy policy, ImmutableArray<ToolDefinition> tools, Findings findings)
    {
        string[] names = [.. tools.Select(t => t.Name)];
        for (int at = 0; at < policy.Rules.Length; at++)
        {
            CallRule rule = policy.Rules[at];
            if (!tools.Any(t => policy.IsAbout(rule, t.Name, t.OtherNames)))
            {
                string? near = NearestName.Find(rule.Tool, names);
                findings.Warn(
                    DiagnosticCodes.PolicyRuleIdle,
                    string.Create(CultureInfo.InvariantCulture, $"{Key}[{at}].{(rule.Allows ? "allow" : "deny")}"),
                    $"the rule '{SecretShapes.Excerpt(rule.Name)}' is about '{SecretShapes.Excerpt(rule.Tool)}', which is none of the tools of this call.",
                    near is null ? "Names are compared exactly, case included." : $"Did you mean '{near}'? Names are compared exactly, case included.");
            }
        }
    }
}
