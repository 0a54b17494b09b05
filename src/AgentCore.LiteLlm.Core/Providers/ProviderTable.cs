namespace AgentCore.LiteLlm.Providers;

/// <summary>LiteLLM's knowledge of which name belongs to which provider, as shipped with this version.</summary>
internal static class ProviderTable
{
    /// <summary>Gets the prefixes of all providers.</summary>
    public static IEnumerable<string> Prefixes => ReadLines("providers.tsv").Where(l => !l.StartsWith('#')).Select(l => l.Split('\t')[0]);

    /// <summary>Finds a provider by its prefix.</summary>
    /// <param name="prefix">The prefix, without slash.</param>
    /// <returns>The provider, or null when no provider has that prefix.</returns>
    public static ProviderEntry? Find(string prefix)
    {
        string[]? row = FindRow("providers.tsv", prefix);
        return row is null
            ? null
            : new ProviderEntry(row[0], row[1].Length == 0 ? null : new Uri(row[1]), [.. row[2].Split(',', StringSplitOptions.RemoveEmptyEntries)], row[3]);
    }

    /// <summary>Finds the provider of a name without prefix, by exact match as LiteLLM does.</summary>
    /// <param name="name">The model's name.</param>
    /// <returns>The provider's prefix, or null when the name is not listed.</returns>
    public static string? FindPrefixOf(string name) => FindRow("bare-models.tsv", name)?[1];

    /// <summary>Says whether a host serves the models of a listed provider.</summary>
    /// <param name="host">The host's name.</param>
    public static bool HasHost(string host) =>
        ReadLines("providers.tsv").Any(l => l.Split('\t') is [_, { Length: > 0 } address, ..]
            && Uri.TryCreate(address, UriKind.Absolute, out Uri? known) && known.Host.Equals(host, StringComparison.OrdinalIgnoreCase));

    private static string[]? FindRow(string table, string key) => ReadLines(table)
        .FirstOrDefault(l => l.Length > key.Length && l[key.Length] == '\t' && l.StartsWith(key, StringComparison.Ordinal))?.Split('\t');

    // The tables are hardly ever asked: a scan costs less than keeping them in memory.
    private static IEnumerable<string> ReadLines(string table)
    {
        using Stream stream = typeof(ProviderTable).Assembly.GetManifestResourceStream(table)!;
        using StreamReader reader = new(stream);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
