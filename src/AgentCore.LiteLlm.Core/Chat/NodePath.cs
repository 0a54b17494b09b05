using System.Globalization;

namespace AgentCore.LiteLlm.Chat;

/// <summary>
/// Names the runs of the nodes of a graph, with those they lie in before them: <c>outer#1/inner#2</c> is the run of <c>inner</c> in round 2 of the graph that
/// <c>outer</c> ran in round 1. The whole run has the empty name.
/// </summary>
internal static class NodePath
{
    /// <summary>Names the run of a node.</summary>
    /// <param name="path">The run of the graph.</param>
    /// <param name="node">The node, which may be called anything.</param>
    /// <param name="round">The round, from 1.</param>
    public static string Add(string path, string node, int round)
    {
        string name = node.Replace("%", "%25", StringComparison.Ordinal)
            .Replace("/", "%2F", StringComparison.Ordinal)
            .Replace("#", "%23", StringComparison.Ordinal);
        return string.Create(CultureInfo.InvariantCulture, $"{(path.Length == 0 ? "" : $"{path}/")}{name}#{round}");
    }

    /// <summary>Says whether a run is one of the runs of a graph's own nodes.</summary>
    /// <param name="path">The run.</param>
    /// <param name="graph">The run of the graph.</param>
    public static bool IsDirectlyIn(string path, string graph) => path.Length > 0 && ParentOf(path) == graph;

    /// <summary>Says whether a run lies in that of a graph, however deep.</summary>
    /// <param name="path">The run.</param>
    /// <param name="graph">The run of the graph.</param>
    public static bool IsIn(string path, string graph) =>
        graph.Length == 0 ? path.Length > 0 : path.StartsWith($"{graph}/", StringComparison.Ordinal);

    /// <summary>Gives the run of the graph that a run lies in.</summary>
    /// <param name="path">The run.</param>
    public static string ParentOf(string path) => path.LastIndexOf('/') is > 0 and int end ? path[..end] : "";

    /// <summary>Gives the names of the nodes, the outermost first.</summary>
    /// <param name="path">The run.</param>
    public static string[] NamesOf(string path) => path.Length == 0 ? [] : [.. path.Split('/').Select(p => Uri.UnescapeDataString(p[..EndOfName(p)]))];

    /// <summary>Gives the round of the innermost node; 0 for the whole run.</summary>
    /// <param name="path">The run.</param>
    public static int RoundOf(string path) =>
        int.TryParse(path.AsSpan(path.LastIndexOf('#') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int round) ? round : 0;

    private static int EndOfName(string part) => part.LastIndexOf('#') is >= 0 and int end ? end : part.Length;
}
