using System.Text.Json;
using AgentCore.LiteLlm.Policies.Cedar;

namespace AgentCore.LiteLlm.Policies;

/// <summary>One rule of a policy, ready to judge.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Allows">Whether it allows; otherwise it denies.</param>
/// <param name="Tool">The tool it is about.</param>
internal sealed record CallRule(string Name, bool Allows, string Tool)
{
    /// <summary>Gets the condition under which it holds; null for none.</summary>
    public CedarExpression? When { get; init; }

    /// <summary>Gets the condition under which it does not hold; null for none.</summary>
    public CedarExpression? Unless { get; init; }

    /// <summary>Gets why it cannot be judged here; null where it can.</summary>
    public string? Unjudged { get; init; }

    /// <summary>Gets its line, from 1; 0 when it came from no text.</summary>
    public int Line { get; init; }

    /// <summary>Judges a call of the rule's tool, in the order of Cedar: the first condition that does not hold is the last that is looked at.</summary>
    /// <param name="arguments">The arguments: a JSON object.</param>
    public PolicyRuleDecision Judge(JsonElement arguments)
    {
        if (Unjudged is not null)
        {
            return ToDecision(PolicyRuleOutcome.Failed, Unjudged);
        }

        foreach ((CedarExpression? condition, bool isWanted) in ((CedarExpression?, bool)[])[(When, true), (Unless, false)])
        {
            switch (condition?.Evaluate(arguments))
            {
                case null:
                    break;
                case CedarValue.Truth truth when truth.Value == isWanted:
                    break;
                case CedarValue.Truth:
                    return ToDecision(PolicyRuleOutcome.DoesNotHold, null);
                case CedarValue.Fault fault:
                    return ToDecision(PolicyRuleOutcome.Failed, fault.Message);
                case var other:
                    return ToDecision(PolicyRuleOutcome.Failed, $"'{(isWanted ? "when" : "unless")}' is {other.Kind}, neither true nor false");
            }
        }

        return ToDecision(PolicyRuleOutcome.Holds, null);
    }

    /// <summary>Says what became of the rule.</summary>
    /// <param name="outcome">What.</param>
    /// <param name="error">Why it could not be judged.</param>
    public PolicyRuleDecision ToDecision(PolicyRuleOutcome outcome, string? error) =>
        new() { Name = Name, Allows = Allows, Outcome = outcome, Error = error, Line = Line };
}
