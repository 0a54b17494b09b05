using AgentCore.LiteLlm.Requirements.Toml;
using AgentCore.LiteLlm.Requirements.Versions;

namespace AgentCore.LiteLlm.Requirements.Reading;

/// <summary>Reads tables of names with versions, as Poetry and Pipenv keep them.</summary>
internal static class NamedVersions
{
    private static readonly string[] Places = ["git", "url", "path", "file"];

    /// <summary>Reads a table.</summary>
    /// <param name="table">The table, or anything else, which asks for nothing.</param>
    /// <param name="path">The file.</param>
    /// <returns>What it asks for.</returns>
    public static IEnumerable<FoundRequirement> Read(TomlNode? table, string path)
    {
        foreach ((string name, TomlNode value) in table is TomlNode.Table entries ? entries.Entries : [])
        {
            if (!PackageText.IsLiteLlm(name))
            {
                continue;
            }

            // Several tables stand for several environments.
            IEnumerable<TomlNode> variants = value is TomlNode.List list ? list.Items : [value];
            foreach (TomlNode variant in variants)
            {
                yield return variant is TomlNode.Text version ? FromVersion(name, version, path) : FromTable(name, variant, path);
            }
        }
    }

    /// <summary>Reads what stands in a table for one package.</summary>
    /// <param name="name">The package's name.</param>
    /// <param name="table">The table.</param>
    /// <param name="path">The file.</param>
    /// <returns>What it asks for.</returns>
    public static FoundRequirement FromTable(string name, TomlNode table, string path)
    {
        if (table.Find("version") is TomlNode.Text version)
        {
            return FromVersion(name, version, path);
        }

        foreach (string kind in Places)
        {
            if (table.Find(kind) is TomlNode.Text place)
            {
                string? tag = (table.Find("tag") ?? table.Find("rev") ?? table.Find("branch") ?? table.Find("ref")) is TomlNode.Text text ? text.Value : null;
                return PackageText.FromPlace(
                    tag is null ? place.Value : $"{place.Value}@{tag}", $"{name} = {{ {kind} = \"{place.Value}\"{(tag is null ? "" : $" @ {tag}")} }}", path,
                    place.Line);
            }
        }

        return new FoundRequirement.Unknown(path, table.Line, name, "LiteLLM is asked for without a version.");
    }

    private static FoundRequirement FromVersion(string name, TomlNode.Text version, string path)
    {
        string text = $"{name} = \"{version.Value}\"";
        return version.Value.Length < 1_000 && PoetryConstraint.Find(version.Value) is { } versions
            ? new FoundRequirement.Package(path, version.Line, text, versions)
            : new FoundRequirement.Broken(path, version.Line, text, "The version that LiteLLM is asked for in is none.");
    }
}
