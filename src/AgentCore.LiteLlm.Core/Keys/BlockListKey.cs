namespace AgentCore.LiteLlm.Keys;

/// <summary>A key whose value is a list of blocks.</summary>
internal sealed class BlockListKey(string name, string description, Func<BlockShape[]> shapes) : BlueprintKey(name, description)
{
    /// <summary>Gets the shapes an entry may have; where there are several, the first key of each tells them apart.</summary>
    public BlockShape[] Shapes => shapes();

    /// <summary>Gets how many entries there must be at least.</summary>
    public int Minimum { get; init; }

    /// <inheritdoc/>
    public override string Expected => "a list of mappings";
}
