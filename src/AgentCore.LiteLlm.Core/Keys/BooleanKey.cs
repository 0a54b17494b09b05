namespace AgentCore.LiteLlm.Keys;

/// <summary>A key whose value is true or false.</summary>
internal sealed class BooleanKey(string name, string description, bool @default) : BlueprintKey(name, description)
{
    /// <summary>Gets a value indicating whether an absent key stands for true.</summary>
    public bool Default { get; } = @default;

    /// <inheritdoc/>
    public override string Expected => "true or false";
}
