using System.Collections.Immutable;
using AgentCore.LiteLlm.Protection;

namespace AgentCore.LiteLlm.Reports;

/// <summary>What is known of the personal data in the texts of a part of a report.</summary>
/// <param name="Vault">What was replaced in the run; null where that is not known.</param>
/// <param name="Report">What was found in it; null where nothing looked for any.</param>
internal sealed record ReportSubject(ProtectionVault? Vault, ProtectionReport? Report)
{
    /// <summary>Gets the runs that the texts quote, where there are several: each is known or not by itself. Empty for one.</summary>
    public ImmutableArray<ReportSubject> Runs { get; private init; } = [];

    /// <summary>Makes the subject of texts that quote several runs.</summary>
    /// <param name="runs">What is known of each.</param>
    public static ReportSubject Of(IEnumerable<ReportSubject> runs)
    {
        ReportSubject[] all = [.. runs];

        // A value has one number, whatever number each run gave it.
        IEnumerable<VaultEntry> entries = all
            .SelectMany(r => r.Vault?.ToEntries() ?? [])
            .DistinctBy(e => (e.Label, e.Value))
            .GroupBy(e => e.Label)
            .SelectMany(g => g.Select((entry, i) => entry with { Number = i + 1 }));
        return new ReportSubject(ProtectionVault.Find(entries), null) { Runs = [.. all] };
    }
}
