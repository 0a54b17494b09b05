namespace AgentCore.LiteLlm.Keys;

/// <summary>A key whose value is a list of a fixed number of whole numbers.</summary>
internal sealed class IntegerListKey(string name, string description, int count) : BlueprintKey(name, description)
{
    /// <summary>Gets how many numbers there must be.</summary>
    public int Count { get; } = count;

    /// <inheritdoc/>
    public override string Expected => $"a list of {Count} whole numbers";
}
