namespace AgentCore.LiteLlm.Keys;

/// <summary>A key whose value is a mapping of free names to whatever JSON can say.</summary>
internal sealed class ValuesKey(string name, string description) : BlueprintKey(name, description)
{
    /// <inheritdoc/>
    public override string Expected => "a mapping of names to values";
}
