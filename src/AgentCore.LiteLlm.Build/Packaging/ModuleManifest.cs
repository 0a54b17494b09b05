using System.Text.RegularExpressions;

namespace AgentCore.LiteLlm.Build.Packaging;

/// <summary>What the module's manifest says that a package repeats.</summary>
internal sealed partial record ModuleManifest
{
    private readonly string _text;

    private ModuleManifest(string text) => _text = text;

    /// <summary>Gets the module's name.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the version, with the label of a version before its release where it has one.</summary>
    public string Version => Text("Prerelease") is { Length: > 0 } label ? $"{Text("ModuleVersion")}-{label}" : Text("ModuleVersion");

    /// <summary>Gets who made it.</summary>
    public string Author => Text("Author");

    /// <summary>Gets what it does.</summary>
    public string Description => Text("Description");

    /// <summary>Gets whose it is.</summary>
    public string Copyright => Text("Copyright");

    /// <summary>Gets where its changes are told.</summary>
    public string ReleaseNotes => Text("ReleaseNotes");

    /// <summary>Gets the words it is searched by.</summary>
    public IReadOnlyList<string> Tags => Words("Tags");

    /// <summary>Gets the names of its cmdlets.</summary>
    public IReadOnlyList<string> Cmdlets => Words("CmdletsToExport");

    /// <summary>Reads a manifest, which is data: values in single quotes, and lists of them.</summary>
    public static ModuleManifest ReadFile(string path) => Read(Path.GetFileNameWithoutExtension(path), File.ReadAllText(path));

    /// <summary>Reads a manifest.</summary>
    public static ModuleManifest Read(string name, string text) => new(text) { Name = name };

    private string Text(string key) => Unquote(Regex.Match(_text, $@"(?m)^\s*{key}\s*=\s*'((?:[^']|'')*)'").Groups[1].Value);

    private string[] Words(string key)
    {
        Match list = Regex.Match(_text, $@"(?m)^\s*{key}\s*=[\s@(]*((?:'(?:[^']|'')*'[\s,]*)*)");
        return [.. Word().Matches(list.Groups[1].Value).Select(m => Unquote(m.Groups[1].Value))];
    }

    private static string Unquote(string value) => value.Replace("''", "'", StringComparison.Ordinal);

    [GeneratedRegex("'((?:[^']|'')*)'")]
    private static partial Regex Word();
}
