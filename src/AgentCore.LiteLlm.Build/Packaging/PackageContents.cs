namespace AgentCore.LiteLlm.Build.Packaging;

/// <summary>What goes into the package, and nothing else does.</summary>
internal static class PackageContents
{
    private static readonly string[] Files =
    [
        "AgentCore.LiteLlm.psd1", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "docs/apache-2.0.txt", "docs/blueprint.schema.json",
        "docs/cases.schema.json",
    ];

    private static readonly (string Folder, string Pattern)[] Patterns =
    [
        ("bin", "*.dll"), ("bin/lib", "*.dll"), ("bin", "*.ps1xml"), ("en-US", "*.xml"), ("en-US", "*.help.txt"),
        ("docs", "*.md"), ("docs/decisions", "*.md"), ("samples", "*.yaml"), ("samples", "*.ps1"), ("samples/prompts", "*.md"),
        ("samples/ci", "*.yml"), ("samples/ci/hooks", "pre-commit*"),
        ("samples/review-team", "*.yaml"), ("samples/review-team", "*.md"), ("samples/review-team/prompts", "*.md"),
    ];

    /// <summary>Finds the files of the repository that belong to the package, by path.</summary>
    /// <param name="root">The repository, with <c>bin</c> filled by a build.</param>
    /// <returns>The files.</returns>
    public static PackedFile[] Find(string root) =>
        [.. Files
            .Concat(Patterns.SelectMany(p =>
                Directory.EnumerateFiles(Path.Combine(root, p.Folder), p.Pattern).Select(f => $"{p.Folder}/{Path.GetFileName(f)}")))
            .Order(StringComparer.Ordinal).Select(path => PackedFile.Take(root, path))];

    /// <summary>Finds assemblies that no package brings: left over from an earlier build, or not ours to give away.</summary>
    public static IEnumerable<string> FindStrangers(IEnumerable<PackedFile> files, IReadOnlyList<PackageDependency> dependencies)
    {
        HashSet<string> known = [.. dependencies.SelectMany(d => d.Assemblies)];
        return files.Select(f => Path.GetFileName(f.Path)).Where(
            name => name.EndsWith(".dll", StringComparison.Ordinal)
                && !name.StartsWith("AgentCore.LiteLlm", StringComparison.Ordinal)
                && !known.Contains(name));
    }
}
