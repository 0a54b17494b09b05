using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Terminal;

namespace AgentCore.LiteLlm.Graphs;

/// <summary>What an agent of a graph is told: the request, and what others came to.</summary>
internal static class NodeInput
{
    // As much of one result as the framework passes on to a coordinator. A node of the way is told of the few before it, so of each much more.
    private const int LongestForCoordinator = 8_000;
    private const int LongestForNode = 100_000;

    /// <summary>Makes the message for a node. Without results it is the request as it is.</summary>
    /// <param name="task">The request.</param>
    /// <param name="results">What others came to, in order.</param>
    public static ChatMessage Of(ChatMessage task, ImmutableArray<NodeResult> results) => results.IsEmpty
        ? task
        : task with { Text = Write(task.Text, "Results of others so far:", results, LongestForNode) };

    /// <summary>Makes the message for a coordinator, after everybody else.</summary>
    /// <param name="task">The request.</param>
    /// <param name="results">What each node came to, in order.</param>
    public static ChatMessage ForCoordinator(ChatMessage task, ImmutableArray<NodeResult> results) => task with
    {
        Text = Write(task.Text, "The agents that were asked came to these results. Answer the request with them.", results, LongestForCoordinator),
    };

    private static string Write(string task, string heading, ImmutableArray<NodeResult> results, int longest)
    {
        StringBuilder text = new($"The request:\n{task}\n\n{heading}");
        foreach (NodeResult result in results)
        {
            string shown = result.Text.Length <= longest ? result.Text : Cut(result.Text, longest);
            text.Append(CultureInfo.InvariantCulture, $"\n\n[{result.Node}]\n").Append(result.IsCompleted ? shown : "This agent failed, and has no result.");
        }

        return text.ToString();
    }

    private static string Cut(string text, int longest)
    {
        string shown = WholeCharacters.Cut(text, longest);
        return string.Create(CultureInfo.InvariantCulture, $"{shown}\n… cut: these are the first {shown.Length} of {text.Length} characters.");
    }
}
