namespace AgentCore.LiteLlm.Keys;

/// <summary>A key whose value is a list of texts.</summary>
internal sealed class TextListKey(string name, string description) : BlueprintKey(name, description)
{
    /// <summary>Gets how many texts there must be at least.</summary>
    public int Minimum { get; init; }

    /// <inheritdoc/>
    public override string Expected => Minimum > 0 ? "a list of text with at least one entry" : "a list of text";
}
