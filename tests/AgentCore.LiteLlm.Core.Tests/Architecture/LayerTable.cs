using System.Globalization;
using System.Text.RegularExpressions;

namespace AgentCore.LiteLlm.Tests.Architecture;

/// <summary>
/// The order of the core's folders, as docs/architecture.md shows it: a row holds a level, an area of this level, and the area's folders.
/// A folder may name those of its own area and of every lower level, in no circle.
/// </summary>
internal sealed partial class LayerTable
{
    private readonly Dictionary<string, (int Level, string Area)> _places;

    private LayerTable(Dictionary<string, (int Level, string Area)> places) => _places = places;

    public static LayerTable Read(string markdown) => new(Row().Matches(markdown)
        .SelectMany(row => Quoted().Matches(row.Groups["folders"].Value).Select(folder => (
            Name: folder.Groups["name"].Value,
            Level: int.Parse(row.Groups["level"].Value, CultureInfo.InvariantCulture),
            Area: row.Groups["area"].Value)))
        .ToDictionary(folder => folder.Name, folder => (folder.Level, folder.Area), StringComparer.Ordinal));

    /// <summary>Compares the table with the folders that there are.</summary>
    /// <returns>What is wrong, a line each, with the file that shows it.</returns>
    public IReadOnlyList<string> Check(FolderGraph graph) =>
    [
        .. graph.Hidden,
        .. graph.Folders.Except(_places.Keys).Select(folder => $"{folder}: the table of layers does not name this folder."),
        .. _places.Keys.Except(graph.Folders).Select(folder => $"{folder}: the table of layers names it, and there is no such folder."),
        .. graph.Arrows.SelectMany(FindObjection),
        .. FindCircle(graph) is { Count: > 0 } circle ? [$"A circle:\n  {string.Join("\n  ", circle)}"] : Array.Empty<string>(),
    ];

    private IEnumerable<string> FindObjection(FolderArrow arrow)
    {
        if (!_places.TryGetValue(arrow.From, out (int Level, string Area) from)
            || !_places.TryGetValue(arrow.To, out (int Level, string Area) to)
            || from.Area == to.Area
            || from.Level > to.Level)
        {
            return [];
        }

        return
        [
            from.Level == to.Level
                ? $"{arrow}\n  {from.Area} and {to.Area} do not know each other."
                : $"{arrow}\n  {arrow.To} stands higher, in {to.Area}, than {arrow.From}, in {from.Area}.",
        ];
    }

    // Takes away folder after folder from which no arrow leads to one that is left. In what stays every arrow that is followed ends in a circle.
    private static List<FolderArrow> FindCircle(FolderGraph graph)
    {
        HashSet<string> left = [.. graph.Folders];
        while (left.RemoveWhere(folder => !graph.Arrows.Any(a => a.From == folder && left.Contains(a.To))) > 0)
        {
        }

        List<FolderArrow> walk = [];
        string? at = left.Order(StringComparer.Ordinal).FirstOrDefault();
        while (at is not null && !walk.Any(a => a.From == at))
        {
            walk.Add(graph.Arrows.First(a => a.From == at && left.Contains(a.To)));
            at = walk[^1].To;
        }

        return walk[Math.Max(walk.FindIndex(a => a.From == at), 0)..];
    }

    [GeneratedRegex(@"^\| *(?<level>\d+) *\| *(?<area>\w+) *\|(?<folders>[^|]*)\|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"`(?<name>\w+)`")]
    private static partial Regex Quoted();
}
