namespace AgentCore.LiteLlm.Keys;

/// <summary>A key whose value is text.</summary>
internal sealed class TextKey(string name, string description) : BlueprintKey(name, description)
{
    /// <summary>Gets what the text must look like.</summary>
    public TextForm Form { get; init; }

    /// <summary>Gets the text that an absent key stands for; null when it stands for none.</summary>
    public string? Default { get; init; }

    /// <inheritdoc/>
    public override string Expected => Form == TextForm.VariableName ? "the name of an environment variable" : "text";
}
