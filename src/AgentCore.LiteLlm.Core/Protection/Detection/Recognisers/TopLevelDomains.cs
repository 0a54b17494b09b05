using System.Collections.Frozen;

namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>The top-level domains that exist, as shipped with this version.</summary>
internal static class TopLevelDomains
{
    private static readonly FrozenSet<string> All = Read();

    /// <summary>Says whether a label is one, in either case.</summary>
    public static bool Contain(ReadOnlySpan<char> label) => label.Length < 64 && All.Contains(label.ToString());

    private static FrozenSet<string> Read()
    {
        using Stream stream = typeof(TopLevelDomains).Assembly.GetManifestResourceStream("tlds.txt")!;
        using StreamReader reader = new(stream);
        List<string> domains = [];
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
            {
                domains.AddRange(line.Split(' '));
            }
        }

        return domains.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }
}
