namespace AgentCore.LiteLlm.Keys;

/// <summary>A key whose value is a mapping of free names to texts.</summary>
internal sealed class TextMapKey(string name, string description) : BlueprintKey(name, description)
{
    /// <summary>Gets what the texts must look like.</summary>
    public TextForm Form { get; init; }

    /// <summary>Gets a value indicating whether names that differ in case alone are the same.</summary>
    public bool IgnoresCase { get; init; }

    /// <inheritdoc/>
    public override string Expected => Form == TextForm.VariableName
        ? "a mapping of names to the names of environment variables"
        : "a mapping of names to text";
}
