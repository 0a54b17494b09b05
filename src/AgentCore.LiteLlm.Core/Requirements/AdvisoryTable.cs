using System.Collections.Immutable;
using AgentCore.LiteLlm.Requirements.Versions;

namespace AgentCore.LiteLlm.Requirements;

/// <summary>What was known against versions of LiteLLM when this module was made.</summary>
internal sealed class AdvisoryTable
{
    private AdvisoryTable(ImmutableArray<Advisory> rows) => Rows = rows;

    /// <summary>Gets the advisories, the worst first.</summary>
    public ImmutableArray<Advisory> Rows { get; }

    /// <summary>Gets the first version that no advisory is about, nor any before it.</summary>
    public PythonVersion FirstSafe => Rows.Select(r => r.Fixed).Aggregate((one, other) => PythonVersion.Compare(one, other) >= 0 ? one : other);

    /// <summary>Reads the table that is shipped.</summary>
    /// <returns>The table.</returns>
    public static AdvisoryTable Read()
    {
        using Stream stream = typeof(AdvisoryTable).Assembly.GetManifestResourceStream("advisories.tsv")!;
        using StreamReader reader = new(stream);
        IEnumerable<string[]> rows = reader.ReadToEnd().Split('\n').Where(l => l.Length > 0 && l[0] != '#').Select(l => l.TrimEnd('\r').Split('\t'));
        return new AdvisoryTable([.. rows.Select(ToAdvisory).OrderBy(a => a.Kind)]);
    }

    private static Advisory ToAdvisory(string[] row) => new(
        row[0],
        Enum.Parse<AdvisoryKind>(row[1], ignoreCase: true),
        VersionSpecifier.Find(row[2])!,
        PythonVersion.Find(row[3])!,
        row[4] == "package",
        row[5],
        row[6],
        row[7]);
}
