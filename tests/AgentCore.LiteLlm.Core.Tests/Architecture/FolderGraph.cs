using System.Text.RegularExpressions;

namespace AgentCore.LiteLlm.Tests.Architecture;

/// <summary>
/// Which folders of the core name which, by the text of their files. Text is enough: a type that a file uses without naming it came out of
/// a member of a type that it does name, and the file that declares this member names it.
/// </summary>
internal sealed partial class FolderGraph
{
    private const string RootNamespace = "AgentCore.LiteLlm";

    // What can stand behind a folder's name and a dot: the types of the folder, and the folders in it.
    private readonly Dictionary<string, HashSet<string>> _members;
    private readonly List<FolderArrow> _arrows = [];
    private readonly List<string> _hidden = [];

    private FolderGraph(Dictionary<string, HashSet<string>> members) => _members = members;

    public IReadOnlyCollection<string> Folders => _members.Keys;

    public IReadOnlyList<FolderArrow> Arrows => _arrows;

    /// <summary>Gets what would keep a type or an arrow from being seen, a line each.</summary>
    public IReadOnlyList<string> Hidden => _hidden;

    public static FolderGraph Read(string root)
    {
        SourceText[] files = [.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Where(path => path.EndsWith(".cs", StringComparison.Ordinal) || path.EndsWith(".csproj", StringComparison.Ordinal))
            .Select(path => SourceText.Read(root, path))
            .Where(file => file.Folder is not ("obj" or "bin"))
            .OrderBy(file => file.Name, StringComparer.Ordinal)];
        FolderGraph graph = new(files.Where(file => file.Folder.Length > 0)
            .GroupBy(file => file.Folder, StringComparer.Ordinal)
            .ToDictionary(folder => folder.Key, folder => folder.SelectMany(MembersIn).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal));
        foreach (SourceText file in files)
        {
            graph.Add(file);
        }

        return graph;
    }

    private static IEnumerable<string> MembersIn(SourceText file) =>
        file.Name.Split('/')[1..^1].Concat(Declaration().Matches(file.Text).Select(type => type.Groups["name"].Value));

    private void Add(SourceText file)
    {
        if (file.Name.EndsWith(".csproj", StringComparison.Ordinal))
        {
            AddArrows(file, UsingItem().Matches(file.Text), everywhere: true);
            return;
        }

        AddHidden(file);
        AddArrows(file, GlobalUsing().Matches(file.Text), everywhere: true);
        AddArrows(file, FullName().Matches(file.Text), everywhere: false);
        AddArrows(file, PartialName().Matches(file.Text).Where(IsOfFolder), everywhere: false);
    }

    private bool IsOfFolder(Match name) =>
        name.Groups["using"].Success
        || (_members.TryGetValue(name.Groups["to"].Value, out HashSet<string>? members) && members.Contains(name.Groups["member"].Value));

    private void AddHidden(SourceText file)
    {
        string expected = string.Join('.', [RootNamespace, .. file.Name.Split('/')[..^1]]);
        _hidden.AddRange(DeclaredNamespace().Matches(file.Text).Select(m => m.Groups["name"])
            .Where(name => file.Folder.Length == 0 || name.Value != expected)
            .Select(name => $"{file.PlaceOf(name)}: {name.Value} is not the namespace of the file's folder."));
        _hidden.AddRange(AliasOfAll().Matches(file.Text).Select(alias => $"{file.PlaceOf(alias)}: an alias of all our namespaces hides which one is meant."));
    }

    // What a global using or the project opens, it opens for every file.
    private void AddArrows(SourceText file, IEnumerable<Match> names, bool everywhere)
    {
        IEnumerable<string> from = everywhere ? _members.Keys : [file.Folder];
        foreach (Group to in names.Select(m => m.Groups["to"]).Where(to => _members.ContainsKey(to.Value)))
        {
            _arrows.AddRange(from.Where(f => f != to.Value).Select(f => new FolderArrow(f, to.Value, file.PlaceOf(to), file.LineAt(to))));
        }
    }

    [GeneratedRegex(@"\b(?:class|record|struct|interface|enum|delegate\s+[\w<>?.]+)\s+(?<name>\w+)")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^\s*namespace\s+(?<name>[\w.]+)", RegexOptions.Multiline)]
    private static partial Regex DeclaredNamespace();

    [GeneratedRegex(@"\busing\s+\w+\s*=\s*(?:global\s*::\s*)?AgentCore(?:\s*\.\s*LiteLlm)?\s*;")]
    private static partial Regex AliasOfAll();

    [GeneratedRegex(@"<Using\s[^>]*LiteLlm\.(?<to>\w+)")]
    private static partial Regex UsingItem();

    [GeneratedRegex(@"\bglobal\s+using\s[^;]*\bLiteLlm\s*\.\s*@?(?<to>\w+)")]
    private static partial Regex GlobalUsing();

    // A using, an alias, a name written out.
    [GeneratedRegex(@"\bLiteLlm\s*\.\s*@?(?<to>\w+)")]
    private static partial Regex FullName();

    // Within our namespaces a name may begin with the folder, and so may a using below the namespace's line.
    [GeneratedRegex(@"(?<using>\busing\s+(?:static\s+)?(?:\w+\s*=\s*)?)@?(?<to>\w+)\s*[.;]|(?<![\w.@])@?(?<to>\w+)\s*\.\s*@?(?<member>\w+)")]
    private static partial Regex PartialName();
}
