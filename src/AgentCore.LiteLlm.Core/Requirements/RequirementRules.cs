using AgentCore.LiteLlm.Requirements.Versions;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Terminal;

namespace AgentCore.LiteLlm.Requirements;

/// <summary>Holds what files ask for against what is known about versions. Safe is what takes no version that an advisory is about.</summary>
internal sealed class RequirementRules(AdvisoryTable table)
{
    /// <summary>Judges everything found in a file and the files it includes.</summary>
    /// <param name="found">What was found.</param>
    /// <returns>Every reason not to trust the file.</returns>
    public IEnumerable<RequirementFinding> Judge(IReadOnlyList<FoundRequirement> found)
    {
        VersionSpecifier bounds = found.OfType<FoundRequirement.Constraint>().Aggregate(VersionSpecifier.Any, (all, one) => all.And(one.Versions));
        foreach (FoundRequirement one in found)
        {
            IEnumerable<RequirementFinding> findings = one switch
            {
                FoundRequirement.Package package => JudgeVersions(one, package.Versions.And(bounds), isOfPackage: true),

                // A bound alone installs nothing; one that names a bad version makes every requirement choose it.
                FoundRequirement.Constraint bound => bound.Versions.Pinned is null ? [] : JudgeVersions(one, bound.Versions, isOfPackage: true),
                FoundRequirement.Image image => JudgeVersions(one, image.Versions, !image.IsOfMaker),
                FoundRequirement.Unknown unknown =>
                    [ToFinding(one, RequirementFindingKind.VersionUnknown, unknown.Reason, $"Name a version: {table.FirstSafe} or newer.")],
                FoundRequirement.Broken broken =>
                    [ToFinding(one, RequirementFindingKind.Unreadable, broken.Reason, "Mend it; until then nothing is known about it.")],
                _ => [],
            };
            foreach (RequirementFinding finding in findings)
            {
                yield return finding;
            }
        }
    }

    private static bool IsHit(Advisory advisory, VersionSpecifier versions) =>
        versions.Pinned is { } version ? advisory.Affected.Fits(version) : advisory.Affected.Overlaps(versions);

    // Where a malicious version is in reach, lesser advisories would only hide it.
    private IEnumerable<RequirementFinding> JudgeVersions(FoundRequirement found, VersionSpecifier versions, bool isOfPackage)
    {
        Advisory[] hits = [.. table.Rows.Where(a => (isOfPackage || !a.IsOfPackage) && IsHit(a, versions))];
        Advisory[] worst = [.. hits.Where(a => a.Kind == AdvisoryKind.Malicious)];
        return (worst.Length > 0 ? worst : hits).Select(a => ToFinding(found, a, versions.Pinned));
    }

    private RequirementFinding ToFinding(FoundRequirement found, Advisory advisory, PythonVersion? pinned)
    {
        bool isMalicious = advisory.Kind == AdvisoryKind.Malicious;
        string subject = pinned is null ? $"A version of LiteLLM that may be chosen here" : $"LiteLLM {pinned}";
        string advice = pinned is null ? $"Ask for >={table.FirstSafe}." : $"Take {table.FirstSafe} or newer.";
        RequirementFindingKind kind = (isMalicious, pinned) switch
        {
            (true, not null) => RequirementFindingKind.Malicious,
            (true, null) => RequirementFindingKind.MaliciousAllowed,
            (false, not null) => RequirementFindingKind.Vulnerable,
            (false, null) => RequirementFindingKind.VulnerableAllowed,
        };
        return ToFinding(
            found,
            kind,
            $"{subject} {(isMalicious ? "is malicious" : "is vulnerable")}: {advisory.What} ({advisory.Id}, {advisory.Date}).",
            kind == RequirementFindingKind.Malicious
                ? $"{advice} Where it was installed, take every secret of that machine for stolen and replace it."
                : advice) with
        {
            Version = pinned?.ToString(),
            Advisory = advisory.Id,
        };
    }

    private static RequirementFinding ToFinding(FoundRequirement found, RequirementFindingKind kind, string message, string suggestion) => new()
    {
        Path = found.Path,
        Line = found.Line,
        Kind = kind,
        Requirement = SecretShapes.ToLegible(SecretShapes.Mask(found.Text.Length > 300 ? WholeCharacters.Cut(found.Text, 300) + "…" : found.Text)),
        Message = message,
        Suggestion = suggestion,
    };
}
