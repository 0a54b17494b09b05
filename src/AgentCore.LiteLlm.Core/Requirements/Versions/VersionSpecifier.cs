using System.Collections.Immutable;
using System.Numerics;

namespace AgentCore.LiteLlm.Requirements.Versions;

/// <summary>Which versions a requirement takes: any that fits every comparison of one alternative.</summary>
/// <param name="Alternatives">The alternatives. PEP 440 has one; Poetry joins several with <c>||</c>. One without comparisons takes any version.</param>
internal sealed record VersionSpecifier(ImmutableArray<ImmutableArray<VersionClause>> Alternatives)
{
    private const int MostClauses = 100;

    /// <summary>Gets the specifier that takes any version.</summary>
    public static VersionSpecifier Any { get; } = new([[]]);

    /// <summary>Gets the one version that is taken; null when there may be more.</summary>
    public PythonVersion? Pinned =>
        Alternatives is [var clauses] ? clauses.FirstOrDefault(c => c is { Operator: "==" or "===", IsPrefix: false, Version: not null })?.Version : null;

    /// <summary>Reads a specifier of PEP 440.</summary>
    /// <param name="text">The text: comparisons with commas between, or nothing.</param>
    /// <returns>The specifier, or null when the text is none.</returns>
    public static VersionSpecifier? Find(string text)
    {
        string[] parts = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        ImmutableArray<VersionClause>.Builder clauses = ImmutableArray.CreateBuilder<VersionClause>();
        foreach (string part in parts)
        {
            if (VersionClause.Find(part) is not { } clause || clauses.Count == MostClauses)
            {
                return null;
            }

            clauses.Add(clause);
        }

        return new VersionSpecifier([clauses.ToImmutable()]);
    }

    /// <summary>Says whether a version is taken.</summary>
    /// <param name="version">The version.</param>
    /// <returns>True when it is.</returns>
    public bool Fits(PythonVersion version) => Alternatives.Any(a => a.All(c => c.Fits(version)));

    /// <summary>Gives the specifier that takes what both take.</summary>
    /// <param name="other">The other.</param>
    /// <returns>The two together.</returns>
    public VersionSpecifier And(VersionSpecifier other) => new([.. Alternatives.SelectMany(one => other.Alternatives.Select(two => one.AddRange(two)))]);

    /// <summary>Says whether there is a version that both take.</summary>
    /// <param name="other">The other.</param>
    /// <returns>True when there is.</returns>
    /// <remarks>
    /// What both take, if anything, begins at a bound of one of them or right after it, so those are all that must be tried. Right after
    /// means the next release of three numbers, as LiteLLM counts: nothing lies between 1.83.6 and 1.83.7.
    /// </remarks>
    public bool Overlaps(VersionSpecifier other)
    {
        VersionSpecifier both = And(other);
        return both.Alternatives.Any(clauses => Candidates(clauses).Any(version => clauses.All(c => c.Fits(version))));
    }

    private static IEnumerable<PythonVersion> Candidates(ImmutableArray<VersionClause> clauses)
    {
        yield return PythonVersion.Of(0, [0]);
        foreach (PythonVersion bound in clauses.Select(c => c.Version).OfType<PythonVersion>())
        {
            yield return bound;
            yield return PythonVersion.Of(bound.Epoch, bound.Release);
            BigInteger[] release = [.. bound.Release, .. Enumerable.Repeat(BigInteger.Zero, Math.Max(0, 3 - bound.Release.Length))];
            for (int at = 0; at < release.Length; at++)
            {
                yield return PythonVersion.Of(bound.Epoch, [.. release[..at], release[at] + 1]);
            }
        }
    }
}
