namespace AgentCore.LiteLlm.Policies;

/// <summary>What became of one rule of a policy when a call was judged.</summary>
public enum PolicyRuleOutcome
{
    /// <summary>The rule is about another tool.</summary>
    OtherTool,

    /// <summary>Its conditions hold: it allows or denies the call.</summary>
    Holds,

    /// <summary>Its conditions do not hold.</summary>
    DoesNotHold,

    /// <summary>Its conditions cannot be told for this call: a rule that allows does not allow then, and one that denies denies.</summary>
    Failed,
}
