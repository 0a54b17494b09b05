using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Conditions;

namespace AgentCore.LiteLlm.Graphs;

/// <summary>What conditions find: the structured outputs of nodes, and what is known of their runs.</summary>
/// <param name="graph">The graph.</param>
/// <param name="progress">What is done.</param>
internal sealed class GraphFacts(AgentGraph graph, GraphProgress progress)
{
    private const string Status = "status";

    /// <summary>Says whether a condition is about the failure of a node: only then may it lead on from one that failed.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="node">The node.</param>
    public static bool IsAboutStatus(GraphCondition condition, string node) =>
        condition.Field == Status || condition.Field == $"{node}.{Status}" || condition.Field == $"results.{node}.{Status}";

    /// <summary>Finds what a condition is about.</summary>
    /// <param name="from">The nodes whose results it is about, the first that has the field wins.</param>
    /// <param name="field">The field.</param>
    /// <returns>What it holds; null where there is none, or nothing in it.</returns>
    public JsonElement? Find(ImmutableArray<string> from, string field)
    {
        string[] path = field.Split('.');
        foreach (string node in from)
        {
            if (FindIn(node, path) is { } own)
            {
                return own;
            }
        }

        // 'results.<node>' is how the framework's own state would be written.
        string[] other = path is ["results", _, ..] ? path[1..] : path;
        return other.Length > 1 && graph.Nodes.Any(n => n.Id == other[0]) && FindIn(other[0], other[1..]) is { } found ? found
            : field == "execution_count" ? Number(progress.Order.Length)
            : null;
    }

    private JsonElement? FindIn(string node, string[] path)
    {
        if (!progress.Results.TryGetValue(node, out NodeResult? result))
        {
            return path is [Status] ? Text("pending") : null;
        }

        if (Follow(result.Output, path) is { } output)
        {
            return output;
        }

        return path switch
        {
            [Status] => Text(result.IsCompleted ? "completed" : "failed"),
            ["execution_time"] => Number(result.Duration.TotalSeconds),
            ["output"] when result.IsCompleted => result.Output is { ValueKind: not JsonValueKind.Object } whole ? whole : Text(result.Text),
            ["output", .. string[] inner] => Follow(result.Output, inner),
            _ => null,
        };
    }

    private static JsonElement? Follow(JsonElement? value, string[] path)
    {
        foreach (string name in path)
        {
            if (value is not { ValueKind: JsonValueKind.Object } known || !known.TryGetProperty(name, out JsonElement member))
            {
                return null;
            }

            value = member;
        }

        return value is { ValueKind: JsonValueKind.Null } ? null : value;
    }

    private static JsonElement Text(string text) => JsonElement.Parse($"\"{JsonEncodedText.Encode(text)}\"");

    private static JsonElement Number(double number) => JsonElement.Parse(number.ToString("0.######", CultureInfo.InvariantCulture));
}
