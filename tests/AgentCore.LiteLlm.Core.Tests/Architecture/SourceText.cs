using System.Text.RegularExpressions;

namespace AgentCore.LiteLlm.Tests.Architecture;

/// <summary>A file of a project without its lines of comment. Strings stay: what stands in the holes of one is code.</summary>
internal sealed class SourceText
{
    private readonly string[] _lines;

    private SourceText(string name, string[] lines)
    {
        Name = name;
        _lines = lines;
        Text = string.Join('\n', lines);
    }

    /// <summary>Gets the path below the project: <c>Json/JsonMembers.cs</c>.</summary>
    public string Name { get; }

    /// <summary>Gets the topmost folder; empty for a file that stands in none.</summary>
    public string Folder => Name.Contains('/', StringComparison.Ordinal) ? Name[..Name.IndexOf('/', StringComparison.Ordinal)] : "";

    public string Text { get; }

    public static SourceText Read(string root, string path) => new(
        Path.GetRelativePath(root, path).Replace('\\', '/'),
        [.. File.ReadLines(path).Select(line => line.TrimStart().StartsWith("//", StringComparison.Ordinal) ? "" : line)]);

    public string PlaceOf(Capture found) => $"{Name}:{LineOf(found) + 1}";

    public string LineAt(Capture found) => _lines[LineOf(found)].Trim();

    private int LineOf(Capture found) => Text.AsSpan(0, found.Index).Count('\n');
}
