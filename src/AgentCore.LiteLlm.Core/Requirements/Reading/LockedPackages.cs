using AgentCore.LiteLlm.Requirements.Toml;
using AgentCore.LiteLlm.Requirements.Versions;

namespace AgentCore.LiteLlm.Requirements.Reading;

/// <summary>Reads lock files in TOML: those of uv, Poetry and PDM, and PEP 751's.</summary>
internal static class LockedPackages
{
    /// <summary>Reads a lock file.</summary>
    /// <param name="document">The document.</param>
    /// <param name="path">The file.</param>
    /// <returns>What it installs.</returns>
    public static IEnumerable<FoundRequirement> Read(TomlNode document, string path)
    {
        foreach (TomlNode package in Packages(document))
        {
            if (package.Find("name") is not TomlNode.Text name || !PackageText.IsLiteLlm(name.Value))
            {
                continue;
            }

            if (package.Find("version") is not TomlNode.Text version)
            {
                yield return new FoundRequirement.Unknown(path, name.Line, name.Value, "LiteLLM is locked without a version.");
                continue;
            }

            yield return PythonVersion.Find(version.Value) is { } locked
                ? new FoundRequirement.Package(path, version.Line, $"{name.Value} {version.Value}", VersionSpecifier.Find($"=={locked}")!)
                : new FoundRequirement.Broken(path, version.Line, $"{name.Value} {version.Value}", "The version that LiteLLM is locked to is none.");
        }
    }

    private static IEnumerable<TomlNode> Packages(TomlNode document) =>
        new[] { document.Find("package"), document.Find("packages") }.OfType<TomlNode.List>().SelectMany(list => list.Items);
}
