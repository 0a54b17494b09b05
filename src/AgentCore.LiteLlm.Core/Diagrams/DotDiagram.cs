using System.Globalization;
using System.Text;

namespace AgentCore.LiteLlm.Diagrams;

/// <summary>Draws a graph in Graphviz's language.</summary>
internal static class DotDiagram
{
    public static string Write(BlueprintGraph graph)
    {
        StringBuilder text = new($"digraph {Quote(graph.Agent)} {{\n    node [shape=box]\n");
        for (int at = 0; at < graph.Nodes.Length; at++)
        {
            AgentGraphNode node = graph.Nodes[at];
            string shape = node.Kind switch
            {
                AgentGraphNodeKind.Gate => ", shape=diamond",
                AgentGraphNodeKind.Remote => ", style=dashed",
                AgentGraphNodeKind.Coordinator => ", style=rounded",
                _ => "",
            };
            text.Append(CultureInfo.InvariantCulture, $"    n{at} [label={Quote(node.ToString())}{shape}]\n");
        }

        Dictionary<string, int> places = MermaidDiagram.PlacesOf(graph);
        foreach (AgentGraphEdge edge in graph.Edges)
        {
            string label = edge.IsCall ? "label=\"as a tool\""
                : edge.IsFallback ? "label=\"else\", style=dashed"
                : edge.Condition is null ? ""
                : $"label={Quote(edge.Condition)}";
            text.Append(CultureInfo.InvariantCulture, $"    n{places[edge.From]} -> n{places[edge.To]}{(label.Length == 0 ? "" : $" [{label}]")}\n");
        }

        foreach ((int from, int to) in graph.IsSwarm ? MermaidDiagram.Pairs(graph.Nodes.Length) : [])
        {
            text.Append(CultureInfo.InvariantCulture, $"    n{from} -> n{to} [dir=both, style=dashed]\n");
        }

        return text.Append('}').ToString();
    }

    private static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).ReplaceLineEndings("\\n")}\"";
}
