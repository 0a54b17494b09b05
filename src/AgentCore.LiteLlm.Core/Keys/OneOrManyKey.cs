namespace AgentCore.LiteLlm.Keys;

/// <summary>A key whose value is a text or a block, or a list of these.</summary>
internal sealed class OneOrManyKey(string name, string description, Func<BlockShape>? shape = null) : BlueprintKey(name, description)
{
    /// <summary>Gets the keys of an entry that is a block; null where entries are text only.</summary>
    public BlockShape? Shape => shape?.Invoke();

    /// <summary>Gets what a text must look like.</summary>
    public TextForm Form { get; init; }

    /// <inheritdoc/>
    public override string Expected => shape is null ? "text, or a list of text" : "text, a mapping, or a list of these";
}
