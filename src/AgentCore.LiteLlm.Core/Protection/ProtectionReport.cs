using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Protection;

/// <summary>What was found in the texts of a call, and what was done with it; it holds none of the data.</summary>
public sealed record ProtectionReport
{
    /// <summary>Gets how often each kind was found, in the order of the names.</summary>
    public ImmutableArray<EntityCount> Found { get; init; } = [];

    /// <summary>Gets the kinds that were asked for, that nothing can find, and that were allowed to leave all the same.</summary>
    public ImmutableArray<string> Unprotected { get; init; } = [];

    /// <summary>Gets how many pieces of personal data were found in all.</summary>
    public int Total => Found.Sum(f => f.Count);

    /// <inheritdoc/>
    public override string ToString() => Found.IsEmpty ? "none found" : string.Join(", ", Found.Select(f => $"{f} ({Describe(f.Action)})"));

    /// <summary>Adds up what was found in texts.</summary>
    internal static ProtectionReport Of(IEnumerable<ProtectedText> texts) => new()
    {
        Found =
        [
            .. texts.SelectMany(t => t.Findings)
                .GroupBy(f => (f.Entity, f.Action))
                .Select(g => new EntityCount(g.Key.Entity, g.Key.Action, g.Count()))
                .OrderBy(c => c.Entity, StringComparer.Ordinal)
                .ThenBy(c => c.Action),
        ],
    };

    /// <summary>Adds up what was found for agents that answer together.</summary>
    /// <param name="one">One report; null where nothing was protected.</param>
    /// <param name="other">Another one.</param>
    internal static ProtectionReport? Merge(ProtectionReport? one, ProtectionReport? other) => one is null || other is null ? one ?? other : new()
    {
        Found =
        [
            .. one.Found.Concat(other.Found)
                .GroupBy(f => (f.Entity, f.Action))
                .Select(g => new EntityCount(g.Key.Entity, g.Key.Action, g.Sum(c => c.Count)))
                .OrderBy(c => c.Entity, StringComparer.Ordinal)
                .ThenBy(c => c.Action),
        ],
        Unprotected = [.. one.Unprotected.Union(other.Unprotected)],
    };

    private static string Describe(ProtectionAction action) => action switch
    {
        ProtectionAction.Replace => "replaced",
        ProtectionAction.Mask => "masked",
        ProtectionAction.Hash => "hashed",
        ProtectionAction.Redact => "redacted",
        ProtectionAction.Block => "blocked",
        _ => "kept",
    };
}
