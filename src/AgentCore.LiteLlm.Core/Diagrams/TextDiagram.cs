using System.Globalization;
using System.Text;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Terminal;

namespace AgentCore.LiteLlm.Diagrams;

/// <summary>Draws a graph as text, layer by layer.</summary>
internal static class TextDiagram
{
    private const int Width = 80;

    public static string Write(BlueprintGraph graph)
    {
        StringBuilder text = new();
        bool isSwarm = graph.Pattern == MultiAgentPattern.Swarm;
        string coordinator = graph.Nodes.Any(n => n.Kind == AgentGraphNodeKind.Coordinator) ? " with a coordinator" : "";
        Add(text, $"{graph.Agent}: {(isSwarm ? "a swarm" : "a graph")}{coordinator}");
        Dictionary<string, int> layers = graph.Nodes.GroupBy(n => n.NodeId).ToDictionary(g => g.Key, g => g.First().Layer);
        foreach (IGrouping<int, AgentGraphNode> layer in graph.Nodes.GroupBy(n => n.Layer).OrderBy(g => g.Key == 0 ? int.MaxValue : g.Key))
        {
            string mark = isSwarm ? "-" : layer.Key == 0 ? "?" : layer.Key.ToString(CultureInfo.InvariantCulture);
            foreach (AgentGraphNode node in layer)
            {
                Add(text, $"{mark,3} {node}{(layer.Key == 0 ? ", which nothing leads to" : node.IsEntry && isSwarm ? ", who begins" : "")}");
                foreach (AgentGraphEdge edge in graph.Edges.Where(e => e.From == node.NodeId && node.Kind != AgentGraphNodeKind.Coordinator))
                {
                    string when = edge.IsFallback ? ", else" : edge.Condition is null ? "" : $", if {edge.Condition}";
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

    private static void Add(StringBuilder text, string line)
    {
        string one = line.ReplaceLineEndings(" ");
        text.Append(one.Length <= Width ? one : $"{WholeCharacters.Cut(one, Width - 1)}…").Append('\n');
    }
}
