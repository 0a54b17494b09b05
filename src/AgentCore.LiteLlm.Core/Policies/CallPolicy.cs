using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Policies;

/// <summary>
/// Which calls of tools an agent may make. What no rule allows is denied, a rule that denies beats every rule that allows, and the order of rules
/// is of no account. A rule that denies and cannot be judged denies: Cedar would pass it over, which lets happen what it should forbid.
/// </summary>
/// <param name="Rules">The rules; at least one.</param>
/// <param name="IsEnforced">Whether denied calls are stopped, rather than made and noted.</param>
/// <param name="TargetPrefix">What names of tools may begin with, before three underscores; null for nothing.</param>
internal sealed record CallPolicy(ImmutableArray<CallRule> Rules, bool IsEnforced, string? TargetPrefix)
{
    private const string Separator = "___";

    /// <summary>Gets a value indicating whether the gateway judges the calls that go through it.</summary>
    public bool IsLeftToGateway { get; init; }

    /// <summary>Judges a call.</summary>
    /// <param name="tool">The tool's name.</param>
    /// <param name="otherNames">Its other names: a rule by any of them is about it.</param>
    /// <param name="arguments">The arguments with which it would run: a JSON object.</param>
    public PolicyDecision Judge(string tool, ImmutableArray<string> otherNames, JsonElement arguments)
    {
        ImmutableArray<PolicyRuleDecision> rules =
            [.. Rules.Select(r => IsAbout(r, tool, otherNames) ? r.Judge(arguments) : r.ToDecision(PolicyRuleOutcome.OtherTool, null))];
        PolicyRuleDecision? denies = rules.FirstOrDefault(r => r is { Allows: false, Outcome: PolicyRuleOutcome.Holds or PolicyRuleOutcome.Failed });
        PolicyRuleDecision? decided = denies ?? rules.FirstOrDefault(r => r is { Allows: true, Outcome: PolicyRuleOutcome.Holds });
        return new PolicyDecision
        {
            Tool = tool,
            Allowed = decided is { Allows: true },
            Enforced = IsEnforced,
            Rule = decided?.Name,
            Line = decided?.Line ?? 0,
            Reason = ToReason(decided),
            Rules = rules,
        };
    }

    /// <summary>Decides where a blueprint has no rules: nothing is forbidden here.</summary>
    /// <param name="tool">The tool's name.</param>
    public static PolicyDecision WithoutRules(string tool) => new()
    {
        Tool = tool,
        Allowed = true,
        Enforced = false,
        Reason = "the blueprint has no rules, so that nothing is forbidden here; an engine without rules that a gateway asks denies everything",
    };

    /// <summary>Says whether a rule is about a tool.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="tool">The tool's name.</param>
    /// <param name="otherNames">Its other names.</param>
    public bool IsAbout(CallRule rule, string tool, ImmutableArray<string> otherNames) =>
        Fits(rule.Tool, tool) || otherNames.Any(name => Fits(rule.Tool, name));

    private static string ToReason(PolicyRuleDecision? decided) => decided switch
    {
        null => "no rule of the policy allows the call",
        { Allows: true } => $"the rule '{SecretShapes.Excerpt(decided.Name)}' allows the call",
        { Outcome: PolicyRuleOutcome.Failed } => $"the rule '{SecretShapes.Excerpt(decided.Name)}' denies, and cannot be judged for the call: {decided.Error}",
        _ => $"the rule '{SecretShapes.Excerpt(decided.Name)}' denies the call",
    };

    private bool Fits(string asked, string name) => asked == name
        || (TargetPrefix is { Length: > 0 } prefix && (prefix + Separator + asked == name || asked == prefix + Separator + name));
}
