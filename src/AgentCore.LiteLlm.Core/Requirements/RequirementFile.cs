using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Requirements.Reading;
using AgentCore.LiteLlm.Requirements.Toml;

namespace AgentCore.LiteLlm.Requirements;

/// <summary>A file that says which version of LiteLLM is installed: a list of requirements, a project, a lock file, or a container's recipe.</summary>
internal static class RequirementFile
{
    // What a project keeps its requirements in, as far as the name tells it.
    private static readonly string[] Patterns =
    [
        "requirements*.txt", "constraints*.txt", "pyproject.toml", "pylock*.toml", "uv.lock", "poetry.lock", "Pipfile", "Pipfile.lock", "Dockerfile*",
        "compose*.y*ml", "docker-compose*.y*ml",
    ];

    /// <summary>The most bytes a file may have. Lock files of large projects have a few million.</summary>
    internal const int MaximumBytes = 16 << 20;

    /// <summary>Finds the files of a folder whose names say that they hold requirements.</summary>
    /// <param name="folder">The folder; those in it are not looked into.</param>
    /// <returns>Full paths, in order.</returns>
    public static string[] FindIn(string folder) =>
        [.. Patterns.SelectMany(p => Directory.EnumerateFiles(folder, p)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Checks a file, and those it includes, against what is known about versions of LiteLLM.</summary>
    /// <param name="path">The file; its name decides how it is read.</param>
    /// <returns>Every reason not to trust it. What cannot be read is one.</returns>
    /// <exception cref="FileException">The file is not there, is no file, or cannot be read.</exception>
    public static RequirementReport Check(string path)
    {
        return new RequirementReport(path, [.. new RequirementRules(AdvisoryTable.Read()).Judge(Find(path))]);
    }

    /// <summary>Reads what a file brings in.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="path">The file.</param>
    /// <returns>What has to do with LiteLLM, and what cannot be read.</returns>
    internal static IEnumerable<FoundRequirement> Read(string text, string path)
    {
        string name = Path.GetFileName(path).ToLowerInvariant();
        return name switch
        {
            "pipfile.lock" => PipenvLock.Read(text, path),
            "pipfile" => ReadToml(text, path, (document, file) => PipfileTables(document).SelectMany(table => NamedVersions.Read(table, file))),
            _ when name.EndsWith(".lock", StringComparison.Ordinal)
                || (name.StartsWith("pylock", StringComparison.Ordinal) && name.EndsWith(".toml", StringComparison.Ordinal)) =>
                ReadToml(text, path, LockedPackages.Read),
            _ when name.EndsWith(".toml", StringComparison.Ordinal) => ReadToml(text, path, PythonProject.Read),
            _ when name.EndsWith(".yml", StringComparison.Ordinal) || name.EndsWith(".yaml", StringComparison.Ordinal) => ComposeFile.Read(text, path),
            _ when name.Contains("dockerfile", StringComparison.Ordinal) || name.Contains("containerfile", StringComparison.Ordinal) =>
                ContainerFile.Read(text, path),
            _ when name.EndsWith(".txt", StringComparison.Ordinal)
                || name.EndsWith(".in", StringComparison.Ordinal)
                || name.EndsWith(".pip", StringComparison.Ordinal) =>
                RequirementsText.Read(text, path),
            _ => [
                new FoundRequirement.Broken(
                    path, 1, "",
                    "The file's name tells no format: it is none of requirements.txt, pyproject.toml, uv.lock, poetry.lock, Pipfile, Pipfile.lock, Dockerfile "
                        + "or a YAML file."),
            ],
        };
    }

    private static FoundRequirement[] Find(string path)
    {
        try
        {
            return [.. Read(InputFile.ReadText(path, MaximumBytes), path)];
        }
        catch (FileException e) when (e.Problem is FileProblem.TooLarge or FileProblem.NotText)
        {
            return [new FoundRequirement.Broken(path, 1, "", $"The file {e.Reason}")];
        }
    }

    private static IEnumerable<FoundRequirement> ReadToml(string text, string path, Func<TomlNode, string, IEnumerable<FoundRequirement>> read) =>
        TomlTree.Read(text, out (int Line, string Message)? problem) is { } document
            ? read(document, path)
            : [new FoundRequirement.Broken(path, problem!.Value.Line, "", problem.Value.Message)];

    // Every table but these holds packages: Pipenv lets users name groups of their own.
    private static IEnumerable<TomlNode> PipfileTables(TomlNode document) =>
        document is TomlNode.Table table ? table.Entries.Where(e => e.Key is not ("source" or "requires" or "scripts" or "pipenv")).Select(e => e.Value) : [];
}
