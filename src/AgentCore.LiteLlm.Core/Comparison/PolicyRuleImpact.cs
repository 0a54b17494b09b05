using System.Text.Json;
using AgentCore.LiteLlm.Blueprints.Settings;
using AgentCore.LiteLlm.Secrets;
using static AgentCore.LiteLlm.Comparison.BlueprintChangeKind;

namespace AgentCore.LiteLlm.Comparison;

/// <summary>Says whether a policy allows more or less after a change of one of its rules.</summary>
internal static class PolicyRuleImpact
{
    /// <summary>Says it of a rule that is new or gone.</summary>
    /// <param name="change">The change.</param>
    public static Impact OfRule(SettingDifference change)
    {
        Setting? rule = change.New ?? change.Old;
        bool allows = Text(rule, "allow") is { Length: > 0 };
        string tool = SecretShapes.MaskLines((allows ? Text(rule, "allow") : Text(rule, "deny")) ?? "");
        return (allows, change.New is not null) switch
        {
            (true, true) => new(Weakened, $"The policy allows calls of '{tool}'."),
            (true, false) => new(Strengthened, $"The policy does not allow calls of '{tool}' by this rule any more."),
            (false, true) => new(Strengthened, $"The policy forbids calls of '{tool}'."),
            (false, false) => new(Weakened, $"The policy does not forbid calls of '{tool}' by this rule any more."),
        };
    }

    /// <summary>Gets what follows where a rule is about another tool.</summary>
    public static Impact OfTarget { get; } =
        new(Weakened, "The rule is about another tool, or decides otherwise: which calls are allowed must be looked at.");

    /// <summary>Gets what follows where a rule holds for other calls, and nothing is known of the rule around the condition.</summary>
    public static Impact OfAnyCondition { get; } =
        new(Weakened, "The rule holds for other calls: which are allowed must be looked at.");

    /// <summary>Says it of a condition that is new or gone, where it is known what its rule does.</summary>
    /// <param name="change">The change.</param>
    /// <param name="rule">The rule as it is.</param>
    /// <returns>What follows; null where it cannot be told by that.</returns>
    public static Impact? OfCondition(SettingDifference change, Setting? rule)
    {
        bool isCondition = change.Pattern is "policy.rules[].when" or "policy.rules[].unless" or "policy.rules[].principal";
        if (!isCondition || (change.Old is null) == (change.New is null))
        {
            return null;
        }

        // Whatever restricts a rule that allows forbids more; whatever restricts one that denies forbids less.
        bool allows = Text(rule, "allow") is { Length: > 0 };
        bool restricts = change.New is not null;
        string what = restricts ? "The rule holds for fewer calls" : "The rule holds for more calls";
        return restricts == allows
            ? new(Strengthened, $"{what}, so that the policy allows less.")
            : new(Weakened, $"{what}, so that the policy allows more.");
    }

    private static string? Text(Setting? rule, string name) =>
        (rule as Setting.Group)?.Members.GetValueOrDefault(name) is Setting.Value { Json: { ValueKind: JsonValueKind.String } text } ? text.GetString() : null;
}
