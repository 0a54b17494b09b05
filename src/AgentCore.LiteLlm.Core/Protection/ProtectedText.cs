using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Protection;

/// <summary>
/// A text without the personal data that was found in it; as text it is that text. What was replaced can be put back through it, in this
/// process only.
/// </summary>
public sealed class ProtectedText
{
    private readonly ProtectionVault _vault;

    /// <summary>Initializes a protected text.</summary>
    internal ProtectedText(string text, ImmutableArray<ProtectedFinding> findings, ProtectionVault vault)
    {
        Text = text;
        Findings = findings;
        _vault = vault;
    }

    /// <summary>Gets the text that may leave.</summary>
    public string Text { get; }

    /// <summary>Gets what was found, by place.</summary>
    public ImmutableArray<ProtectedFinding> Findings { get; }

    /// <summary>Puts values back for the placeholders in a text: this one, or an answer to it.</summary>
    /// <param name="text">The text; null takes this one.</param>
    /// <returns>The text with every value whose placeholder it names.</returns>
    public string Restore(string? text = null) => PlaceholderRestorer.Restore(text ?? Text, _vault, isJson: false);

    /// <summary>Makes what restores text that comes in pieces.</summary>
    internal PlaceholderRestorer ToRestorer() => new(_vault, isJson: false);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
