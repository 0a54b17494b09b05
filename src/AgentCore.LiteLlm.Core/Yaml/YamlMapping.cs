namespace AgentCore.LiteLlm.Yaml;

/// <summary>Keys with their values; no key is there twice.</summary>
internal sealed class YamlMapping : YamlNode
{
    public YamlMapping(YamlEntry[] entries, YamlMark mark)
        : base(mark) => Entries = entries;

    /// <summary>Gets the keys and values, in the order of the file.</summary>
    public YamlEntry[] Entries { get; }

    /// <summary>Finds the value of a key.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The value, or null when the key is not there.</returns>
    public YamlNode? Find(string key)
    {
        // Blocks are short: a scan is faster than any index over them.
        foreach (YamlEntry entry in Entries)
        {
            if (entry.Key.Value == key)
            {
                return entry.Value;
            }
        }

        return null;
    }
}
