using AgentCore.LiteLlm.Requirements.Toml;

namespace AgentCore.LiteLlm.Requirements.Reading;

/// <summary>Reads <c>pyproject.toml</c>: PEP 621, PEP 735, and what uv, PDM, Hatch and Poetry keep under <c>tool</c>.</summary>
/// <remarks>Every group is looked at, so a group that includes another brings nothing new.</remarks>
internal static class PythonProject
{
    /// <summary>Reads a project.</summary>
    /// <param name="document">The document.</param>
    /// <param name="path">The file.</param>
    /// <returns>What it asks for.</returns>
    public static IEnumerable<FoundRequirement> Read(TomlNode document, string path) =>
    [
        .. Texts(document.Find("project", "dependencies"), path),
        .. TextsOfEach(document.Find("project", "optional-dependencies"), path),
        .. TextsOfEach(document.Find("dependency-groups"), path),
        .. Texts(document.Find("build-system", "requires"), path),
        .. Texts(document.Find("tool", "uv", "dev-dependencies"), path),
        .. Texts(document.Find("tool", "uv", "constraint-dependencies"), path).Select(ToConstraint),
        .. Texts(document.Find("tool", "uv", "override-dependencies"), path).Select(ToConstraint),
        .. FromSource(document.Find("tool", "uv", "sources"), path),
        .. TextsOfEach(document.Find("tool", "pdm", "dev-dependencies"), path),
        .. Each(document.Find("tool", "hatch", "envs")).SelectMany(
            env => Texts(env.Find("dependencies"), path).Concat(Texts(env.Find("extra-dependencies"), path))),
        .. NamedVersions.Read(document.Find("tool", "poetry", "dependencies"), path),
        .. NamedVersions.Read(document.Find("tool", "poetry", "dev-dependencies"), path),
        .. Each(document.Find("tool", "poetry", "group")).SelectMany(group => NamedVersions.Read(group.Find("dependencies"), path)),
    ];

    private static IEnumerable<FoundRequirement> Texts(TomlNode? list, string path) =>
        list is TomlNode.List items
            ? items.Items.OfType<TomlNode.Text>().Select(t => PackageText.Find(t.Value, path, t.Line)).OfType<FoundRequirement>()
            : [];

    private static IEnumerable<FoundRequirement> TextsOfEach(TomlNode? table, string path) => Each(table).SelectMany(list => Texts(list, path));

    private static TomlNode[] Each(TomlNode? table) => table is TomlNode.Table entries ? [.. entries.Entries.Values] : [];

    // uv takes a source in place of the index, whatever the version asked for.
    private static IEnumerable<FoundRequirement> FromSource(TomlNode? sources, string path)
    {
        foreach ((string name, TomlNode source) in sources is TomlNode.Table table ? table.Entries : [])
        {
            if (PackageText.IsLiteLlm(name) && source.Find("index") is null)
            {
                yield return NamedVersions.FromTable(name, source, path);
            }
        }
    }

    private static FoundRequirement ToConstraint(FoundRequirement found) =>
        found is FoundRequirement.Package package ? new FoundRequirement.Constraint(package.Path, package.Line, package.Text, package.Versions) : found;
}
