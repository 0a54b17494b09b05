using System.Globalization;

namespace AgentCore.LiteLlm.Protection;

/// <summary>How often a kind of personal data was found.</summary>
/// <param name="Entity">The kind, by Presidio's name.</param>
/// <param name="Action">What was done with it.</param>
/// <param name="Count">How often.</param>
public sealed record EntityCount(string Entity, ProtectionAction Action, int Count)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Entity} {Count}");
}
