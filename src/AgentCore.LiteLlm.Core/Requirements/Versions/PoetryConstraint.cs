using System.Collections.Immutable;
using System.Numerics;
using System.Text.RegularExpressions;

namespace AgentCore.LiteLlm.Requirements.Versions;

/// <summary>Reads what Poetry and Pipenv take beyond PEP 440: <c>^1.2</c>, <c>~1.2</c>, <c>*</c>, bare versions, and <c>||</c>.</summary>
internal static partial class PoetryConstraint
{
    /// <summary>Reads a constraint.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The specifier, or null when the text is none.</returns>
    public static VersionSpecifier? Find(string text)
    {
        ImmutableArray<ImmutableArray<VersionClause>>.Builder alternatives = ImmutableArray.CreateBuilder<ImmutableArray<VersionClause>>();
        foreach (string alternative in text.Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // Commas may be left out between comparisons, and spaces may stand inside one.
            string joined = AfterOperator().Replace(alternative, "$1");
            string[] parts = joined.Split([',', ' ', '\t', '\n'], StringSplitOptions.RemoveEmptyEntries);
            string[] clauses = [.. parts.SelectMany(ToPep440)];
            if (VersionSpecifier.Find(string.Join(',', clauses)) is not { } read)
            {
                return null;
            }

            alternatives.AddRange(read.Alternatives);
        }

        return alternatives.Count == 0 ? null : new VersionSpecifier(alternatives.ToImmutable());
    }

    private static string[] ToPep440(string part)
    {
        if (part == "*")
        {
            return [];
        }

        bool isTilde = part[0] == '~' && !part.StartsWith("~=", StringComparison.Ordinal);
        if (part[0] != '^' && !isTilde)
        {
            return char.IsAsciiDigit(part[0]) || part[0] is 'v' ? ["==" + part] : [part];
        }

        return PythonVersion.Find(part[1..]) is { } version ? [">=" + part[1..], "<" + (isTilde ? AfterTilde(version) : AfterCaret(version))] : [part];
    }

    // ~1.2.3 stays below 1.3, ~1 below 2.
    private static PythonVersion AfterTilde(PythonVersion version) => Next(version, Math.Min(1, version.Release.Length - 1));

    // ^1.2.3 stays below 2, ^0.2.3 below 0.3, ^0.0.3 below 0.0.4: the first number that is not 0 may not change.
    private static PythonVersion AfterCaret(PythonVersion version)
    {
        int first = version.Release.TakeWhile(n => n.IsZero).Count();
        return Next(version, Math.Min(first, version.Release.Length - 1));
    }

    private static PythonVersion Next(PythonVersion version, int at) =>
        PythonVersion.Of(version.Epoch, [.. version.Release[..at], version.Release[at] + BigInteger.One]);

    [GeneratedRegex(@"([<>=!~^])\s+(?=[0-9v])", RegexOptions.CultureInvariant)]
    private static partial Regex AfterOperator();
}
