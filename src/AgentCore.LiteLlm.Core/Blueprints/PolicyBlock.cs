using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Blueprints;

/// <summary>The <c>policy</c> block: which tools may be called, by whom, when.</summary>
public sealed record PolicyBlock
{
    /// <summary>Gets the name of the policy engine.</summary>
    public required string Engine { get; init; }

    /// <summary>Gets what happens to a forbidden call.</summary>
    public PolicyMode Mode { get; init; }

    /// <summary>Gets the rules.</summary>
    public ImmutableArray<PolicyRule> Rules { get; init; } = [];

    /// <summary>Gets what the names of actions begin with; null means nothing.</summary>
    public string? TargetPrefix { get; init; }

    /// <summary>Gets how versions are kept; null when they are not.</summary>
    public PolicyVersioning? Versioning { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Mode}: {(Rules.IsEmpty ? "no rules" : string.Join(", ", Rules.Select(r => r.Name)))}";
}
