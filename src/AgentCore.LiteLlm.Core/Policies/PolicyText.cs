namespace AgentCore.LiteLlm.Policies;

/// <summary>What authors are told about the conditions of rules.</summary>
internal static class PolicyText
{
    /// <summary>What to do about a rule that only a gateway can judge.</summary>
    public const string Advice = "Write it about 'context.input', the arguments of the call, or let the gateway judge.";

    /// <summary>How a condition looks.</summary>
    public const string Example = "A condition looks like this: context.input.amount < 100 && context.input.region == \"eu\".";
}
