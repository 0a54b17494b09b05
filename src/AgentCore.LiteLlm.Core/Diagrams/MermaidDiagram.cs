using System.Globalization;
using System.Text;

namespace AgentCore.LiteLlm.Diagrams;

/// <summary>Draws a graph as a Mermaid flowchart. Names are shown, and never read: whatever they hold stays text.</summary>
internal static class MermaidDiagram
{
    public static string Write(BlueprintGraph graph)
    {
        StringBuilder text = new("flowchart TD\n");
        for (int at = 0; at < graph.Nodes.Length; at++)
        {
            AgentGraphNode node = graph.Nodes[at];
            string label = Escape(node.ToString());
            string shape = node.Kind switch
            {
                AgentGraphNodeKind.Gate => $"{{\"{label}\"}}",
                AgentGraphNodeKind.Remote => $"[[\"{label}\"]]",
                AgentGraphNodeKind.Coordinator => $"([\"{label}\"])",
                _ => $"[\"{label}\"]",
            };
            text.Append(CultureInfo.InvariantCulture, $"    n{at}{shape}\n");
        }

        Dictionary<string, int> places = PlacesOf(graph);
        foreach (AgentGraphEdge edge in graph.Edges)
        {
            string label = edge.IsCall ? "as a tool" : edge.IsFallback ? "else" : edge.Condition is null ? "" : Escape(edge.Condition);
            string arrow = edge.IsFallback ? "-.->" : "-->";
            text.Append(CultureInfo.InvariantCulture, $"    n{places[edge.From]} {arrow}{(label.Length == 0 ? "" : $"|\"{label}\"|")} n{places[edge.To]}\n");
        }

        foreach ((int from, int to) in graph.IsSwarm ? Pairs(graph.Nodes.Length) : [])
        {
            text.Append(CultureInfo.InvariantCulture, $"    n{from} <-.-> n{to}\n");
        }

        return text.ToString().TrimEnd('\n');
    }

    /// <summary>Finds the place of each node by its name.</summary>
    internal static Dictionary<string, int> PlacesOf(BlueprintGraph graph)
    {
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        for (int at = 0; at < graph.Nodes.Length; at++)
        {
            places.TryAdd(graph.Nodes[at].NodeId, at);
        }

        return places;
    }

    /// <summary>Gives every two of a swarm.</summary>
    internal static IEnumerable<(int From, int To)> Pairs(int count) =>
        Enumerable.Range(0, count).SelectMany(from => Enumerable.Range(from + 1, count - from - 1).Select(to => (from, to)));

    private static string Escape(string text)
    {
        StringBuilder escaped = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool isPlain = Rune.IsLetterOrDigit(rune) || rune.Value is ' ' or '_' or '-' or '.' or ',' or ':' or '=' or '!';
            escaped.Append(isPlain ? rune.ToString() : string.Create(CultureInfo.InvariantCulture, $"#{rune.Value};"));
        }

        return escaped.ToString();
    }
}
