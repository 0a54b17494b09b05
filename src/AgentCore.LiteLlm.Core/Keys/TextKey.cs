using System.Globalization;

namespace AgentCore.LiteLlm.Keys;

/// <summary>A key whose value is text.</summary>
internal sealed class TextKey(string name, string description) : BlueprintKey(name, description)
{
    /// <summary>Gets what the text must look like.</summary>
    public TextForm Form { get; init; }

    /// <summary>Gets the text that an absent key stands for; null when it stands for none.</summary>
    public string? Default { get; init; }

    /// <summary>Gets how many characters the text may have; null for as many as the author likes.</summary>
    public int? Longest { get; init; }

    /// <inheritdoc/>
    public override string Expected => Form == TextForm.VariableName ? "the name of an environment variable"
        : Longest is { } most ? string.Create(CultureInfo.InvariantCulture, $"text of at most {most} characters")
        : "text";
}
