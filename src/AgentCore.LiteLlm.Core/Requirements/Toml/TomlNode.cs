namespace AgentCore.LiteLlm.Requirements.Toml;

/// <summary>One value of a TOML document with its line. The set is closed.</summary>
/// <param name="Line">The line where it, or its name, stands, from 1.</param>
internal abstract record TomlNode(int Line)
{
    /// <summary>Text.</summary>
    internal sealed record Text(string Value, int Line) : TomlNode(Line);

    /// <summary>Values in order.</summary>
    internal sealed record List(List<TomlNode> Items, int Line) : TomlNode(Line);

    /// <summary>Values by name.</summary>
    internal sealed record Table(Dictionary<string, TomlNode> Entries, int Line) : TomlNode(Line);

    /// <summary>A number, a date, true or false.</summary>
    internal sealed record Other(int Line) : TomlNode(Line);

    /// <summary>Finds a value by the names that lead to it.</summary>
    /// <param name="names">The names, from the outermost.</param>
    /// <returns>The value, or null when it is not there.</returns>
    public TomlNode? Find(params ReadOnlySpan<string> names)
    {
        TomlNode? node = this;
        foreach (string name in names)
        {
            node = node is Table table ? table.Entries.GetValueOrDefault(name) : null;
        }

        return node;
    }
}
