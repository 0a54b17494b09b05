using System.Globalization;

namespace AgentCore.LiteLlm.Policies;

/// <summary>What one rule of a policy says of a call.</summary>
public sealed record PolicyRuleDecision
{
    /// <summary>Gets the rule's name.</summary>
    public required string Name { get; init; }

    /// <summary>Gets a value indicating whether the rule allows; otherwise it denies.</summary>
    public required bool Allows { get; init; }

    /// <summary>Gets what became of it.</summary>
    public required PolicyRuleOutcome Outcome { get; init; }

    /// <summary>Gets why its conditions cannot be told; null where they can.</summary>
    public string? Error { get; init; }

    /// <summary>Gets the line of the rule in the blueprint, from 1; 0 when it came from no text.</summary>
    public int Line { get; init; }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(Allows ? "allow" : "deny")} '{Name}' (line {Line}): {Outcome}");
}
