using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Blueprints.Reading;

/// <summary>The keys of the <c>policy</c> block.</summary>
internal static class PolicyKeys
{
    public static readonly TextKey Engine = new("engine", "The name of the policy engine.") { IsRequired = true };

    public static readonly ChoiceKey Mode = new("mode", "What happens to a forbidden call: ENFORCE stops it, LOG_ONLY logs it.", "ENFORCE", "LOG_ONLY")
    {
        IsRequired = true,
    };

    public static readonly BlockListKey Rules = new("rules", "The rules.", static () => [PolicyRuleKeys.Shape]);

    public static readonly TextKey TargetPrefix = new("target_prefix", "What the names of actions begin with.") { IsNullable = true };

    public static readonly BlockKey Versioning = new("versioning", "How versions of the policy are kept.", static () => PolicyVersioningKeys.Shape)
    {
        IsNullable = true,
    };

    public static readonly BlockShape Shape = new(Engine, Mode, Rules, TargetPrefix, Versioning);

    /// <summary>Reads the block.</summary>
    /// <param name="block">The block.</param>
    /// <returns>What it says.</returns>
    public static PolicyBlock Read(BlockReader block) => new()
    {
        Engine = block.RequiredText(Engine),
        Mode = (PolicyMode)block.Choice(Mode),
        Rules = block.Blocks(Rules, PolicyRuleKeys.Read),
        TargetPrefix = block.Text(TargetPrefix),
        Versioning = block.Block(Versioning, PolicyVersioningKeys.Read),
    };
}
