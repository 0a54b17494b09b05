using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace AgentCore.LiteLlm.Policies;

/// <summary>What the policy of a blueprint says of one call of a tool.</summary>
public sealed record PolicyDecision
{
    /// <summary>Gets the tool's name.</summary>
    public required string Tool { get; init; }

    /// <summary>Gets a value indicating whether the policy allows the call.</summary>
    public required bool Allowed { get; init; }

    /// <summary>Gets a value indicating whether a call that is not allowed is stopped (<c>ENFORCE</c>), rather than made and noted (<c>LOG_ONLY</c>).</summary>
    public required bool Enforced { get; init; }

    /// <summary>Gets the name of the rule that decided; null where none did.</summary>
    public string? Rule { get; init; }

    /// <summary>Gets the line of that rule in the blueprint, from 1; 0 where none decided, or it came from no text.</summary>
    public int Line { get; init; }

    /// <summary>Gets why, in one sentence without any argument.</summary>
    public required string Reason { get; init; }

    /// <summary>Gets what each rule says, in the order of the blueprint.</summary>
    public ImmutableArray<PolicyRuleDecision> Rules { get; init; } = [];

    /// <summary>Gets why conditions could not be told, rule by rule; empty where all could.</summary>
    [JsonIgnore]
    public ImmutableArray<string> Errors => [.. Rules.Where(r => r.Error is not null).Select(r => $"'{r.Name}': {r.Error}")];

    /// <summary>Gets a value indicating whether the call is stopped.</summary>
    [JsonIgnore]
    internal bool Stops => !Allowed && Enforced;

    /// <inheritdoc/>
    public override string ToString() => Reason;
}
