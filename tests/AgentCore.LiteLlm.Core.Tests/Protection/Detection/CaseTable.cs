using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Tests.Protection.Detection;

/// <summary>A table of cases that lies beside the tests.</summary>
internal static class CaseTable
{
    /// <summary>Reads the rows of one entity; <c>\n</c> in them is a line break.</summary>
    public static ImmutableArray<string[]> Rows(string name, string entity) => [.. Read(name).Where(r => r[0] == entity)];

    /// <summary>Lists the entities of a table.</summary>
    public static IEnumerable<string> Entities(string name) => Read(name).Select(r => r[0]).Distinct();

    private static IEnumerable<string[]> Read(string name)
    {
        using Stream stream = typeof(CaseTable).Assembly.GetManifestResourceStream(name)!;
        using StreamReader reader = new(stream);
        return [.. reader.ReadToEnd().Split('\n').Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split('\t'))];
    }
}
