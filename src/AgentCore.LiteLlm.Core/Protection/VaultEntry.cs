namespace AgentCore.LiteLlm.Protection;

/// <summary>One value that was replaced.</summary>
/// <param name="Label">What its placeholder is called, without the number.</param>
/// <param name="Number">The placeholder's number.</param>
/// <param name="Value">The value.</param>
/// <param name="Entity">The kind of data that it was found to be.</param>
internal sealed record VaultEntry(string Label, int Number, string Value, string Entity)
{
    /// <inheritdoc/>
    public override string ToString() => $"<{Label}_{Number}>";
}
