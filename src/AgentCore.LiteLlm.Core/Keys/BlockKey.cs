namespace AgentCore.LiteLlm.Keys;

/// <summary>A key whose value is a block: a mapping with keys of its own.</summary>
/// <remarks>Shapes are asked for by a function, so that a blueprint pays only for the descriptions of the blocks it has.</remarks>
internal sealed class BlockKey(string name, string description, Func<BlockShape> shape) : BlueprintKey(name, description)
{
    /// <summary>Gets the keys of the block.</summary>
    public BlockShape Shape => shape();

    /// <inheritdoc/>
    public override string Expected => "a mapping of keys to values";
}
