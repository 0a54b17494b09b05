using System.Globalization;
using System.Text;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Graphs;

/// <summary>What an agent of a swarm is told. What earlier agents answered is not in it: they say themselves what the next one needs.</summary>
internal static class SwarmInput
{
    /// <summary>Makes the message for the agent whose turn it is.</summary>
    /// <param name="task">The request.</param>
    /// <param name="graph">The swarm.</param>
    /// <param name="progress">How far it has come.</param>
    public static ChatMessage Of(ChatMessage task, AgentGraph graph, SwarmProgress progress)
    {
        AgentNode.Member[] others = [.. graph.Nodes.OfType<AgentNode.Member>().Where(n => n.Id != progress.Node)];
        if (others.Length == 0)
        {
            return task;
        }

        StringBuilder text = new();
        if (progress.Message is { } message)
        {
            text.Append(CultureInfo.InvariantCulture, $"'{progress.Order[^2]}' hands this task over to you, and says:\n{message}\n\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"The request:\n{task.Text}\n\n");
        if (progress.Order.Length > 1)
        {
            text.Append(CultureInfo.InvariantCulture, $"Agents that had the task before you: {string.Join(", ", progress.Order[..^1])}\n\n");
        }

        if (!progress.Notes.IsEmpty)
        {
            text.Append("What they noted for all:\n");
            foreach ((string node, string context) in progress.Notes)
            {
                text.Append(CultureInfo.InvariantCulture, $"- {node}: {context}\n");
            }

            text.Append('\n');
        }

        // A remote agent has no tool to hand over by.
        if (((AgentNode.Member)graph.Find(progress.Node)).Request.Remote is not null)
        {
            return task with { Text = text.ToString().TrimEnd() };
        }

        text.Append(CultureInfo.InvariantCulture, $"Agents to whom you can hand over with {AgentGraph.HandOffTool}:\n");
        foreach (AgentNode.Member other in others)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {other.Id}{(other.Description.Length > 0 ? $": {other.Description}" : "")}\n");
        }

        return task with { Text = text.Append("\nIf you hand over to nobody, the task is done with your answer.").ToString() };
    }
}
