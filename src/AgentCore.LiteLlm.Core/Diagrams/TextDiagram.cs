using System.Globalization;
using System.Text;
using AgentCore.LiteLlm.Terminal;

namespace AgentCore.LiteLlm.Diagrams;

/// <summary>Draws a graph as text, layer by layer.</summary>
internal static class TextDiagram
{
    private const int Width = 80;

    public static string Write(BlueprintGraph graph)
    {
        StringBuilder text = new();
        bool isSwarm = graph.IsSwarm;
        Add(text, $"{graph.Agent}: {Name(graph)}");
        Dictionary<string, int> layers = graph.Nodes.GroupBy(n => n.NodeId).ToDictionary(g => g.Key, g => g.First().Layer);
        foreach (IGrouping<int, AgentGraphNode> layer in graph.Nodes.GroupBy(n => n.Layer).OrderBy(g => g.Key == 0 ? int.MaxValue : g.Key))
        {
            string mark = isSwarm ? "-" : layer.Key == 0 ? "?" : layer.Key.ToString(CultureInfo.InvariantCulture);
            foreach (AgentGraphNode node in layer)
            {
                Add(text, $"{mark,3} {node}{(layer.Key == 0 ? ", which nothing leads to" : node.IsEntry && isSwarm ? ", who begins" : "")}");
                foreach (AgentGraphEdge edge in graph.Edges.Where(e => e.From == node.NodeId && e.IsCall == (node.Kind == AgentGraphNodeKind.Coordinator)))
                {
                    string when = edge.IsCall ? ", as a tool" : edge.IsFallback ? ", else" : edge.Condition is null ? "" : $", if {edge.Condition}";
                    string back = edge.IsBack ? string.Create(CultureInfo.InvariantCulture, $", back to {layers[edge.To]}") : "";
                    Add(text, $"      -> {edge.To}{back}{when}");
                }
            }
        }

        if (isSwarm)
        {
            Add(text, "Each can hand over to any other; who does not answers.");
        }

        return text.ToString().TrimEnd('\n');
    }

    private static string Name(BlueprintGraph graph) => graph.IsSwarm ? "a swarm"
        : graph.Nodes.FirstOrDefault(n => n.Kind == AgentGraphNodeKind.Coordinator) is not { } coordinator ? "a graph"
        : coordinator.IsEntry ? "a coordinator that calls agents as tools"
        : "a graph with a coordinator";

    private static void Add(StringBuilder text, string line)
    {
        string one = line.ReplaceLineEndings(" ");
        text.Append(one.Length <= Width ? one : $"{WholeCharacters.Cut(one, Width - 1)}…").Append('\n');
    }
}
