using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Blueprints.Reading;

/// <summary>The keys of one of <c>policy.rules</c>.</summary>
internal static class PolicyRuleKeys
{
    public static readonly TextKey Name = new("name", "The rule's name.") { IsRequired = true };

    public static readonly TextKey Allow = new("allow", "The tool that the rule allows. A rule has either allow or deny.") { IsNullable = true };

    public static readonly TextKey Deny = new("deny", "The tool that the rule denies. A rule has either allow or deny.") { IsNullable = true };

    public static readonly TextKey When = new("when", "The Cedar condition under which the rule holds.") { IsNullable = true };

    public static readonly TextKey Unless = new("unless", "The Cedar condition under which the rule does not hold.") { IsNullable = true };

    public static readonly TextKey Principal = new("principal", "The Cedar principal that the rule is about. Absent means everyone.") { IsNullable = true };

    public static readonly BlockShape Shape = new(Name, Allow, Deny, When, Unless, Principal) { Identity = [Name] };

    /// <summary>Reads the block.</summary>
    /// <param name="block">The block.</param>
    /// <returns>What it says.</returns>
    public static PolicyRule Read(BlockReader block) => new()
    {
        Name = block.RequiredText(Name),
        Allow = block.Text(Allow),
        Deny = block.Text(Deny),
        When = block.Text(When),
        Unless = block.Text(Unless),
        Principal = block.Text(Principal),
    };
}
