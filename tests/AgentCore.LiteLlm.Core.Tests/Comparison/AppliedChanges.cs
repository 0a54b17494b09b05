using System.Text.Json;
using System.Text.Json.Nodes;
using AgentCore.LiteLlm.Comparison;

namespace AgentCore.LiteLlm.Tests.Comparison;

/// <summary>Applies reported changes to a blueprint, by what is reported alone.</summary>
internal static class AppliedChanges
{
    private static readonly string[] Blocks =
    [
        "model", "gateway", "identity", "authorizer", "memory", "observability", "langfuse", "audit_log", "dashboard", "data_protection", "runtime",
        "evaluation", "online", "persistence", "policy", "versioning", "execution_modes", "multi_agent", "thinking", "artifacts", "extra_body",
    ];

    public static JsonObject To(JsonObject old, IEnumerable<BlueprintChange> changes)
    {
        JsonObject document = old.DeepClone().AsObject();
        foreach (BlueprintChange change in changes)
        {
            Apply(document, Split(change.Path), change);
        }

        return document;
    }

    private static void Apply(JsonObject document, List<string> path, BlueprintChange change)
    {
        JsonNode holder = document;
        for (int at = 0; at < path.Count - 1; at++)
        {
            string step = path[at];
            JsonNode? next = Find(holder, step);
            if (next is null)
            {
                next = path[at + 1].StartsWith('[') ? new JsonArray() : new JsonObject();
                holder[step] = next;
            }

            holder = next;
        }

        string last = path[^1];
        if (holder is JsonArray list)
        {
            if (Find(list, last) is { } there)
            {
                list.Remove(there);
            }

            if (change.New is string json)
            {
                list.Add(JsonNode.Parse(json));
            }

            return;
        }

        JsonObject block = holder.AsObject();
        foreach (string same in block.Select(m => m.Key).Where(k => string.Equals(k, last, StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            block.Remove(same);
        }

        if (change.New is not null)
        {
            bool isJson = change.New is string text && (Blocks.Contains(last) || (last == "output_schema" && text.StartsWith('{')) || text == "[1,5]");
            block[last] = isJson ? JsonNode.Parse((string)change.New) : JsonSerializer.SerializeToNode(change.New, change.New.GetType());
        }
    }

    private static JsonNode? Find(JsonNode holder, string step) => holder is JsonArray list
        ? list.FirstOrDefault(i => GeneratedBlueprint.Entries.NameOf(i!.AsObject()) == step[1..^1])
        : holder[step];

    // 'tools[billing].tools' is tools, [billing], tools.
    private static List<string> Split(string path)
    {
        List<string> steps = [];
        int start = 0;
        bool isName = false;
        for (int at = 0; at <= path.Length; at++)
        {
            bool isEnd = at == path.Length || (!isName && path[at] is '.' or '[');
            if (isEnd && (at == path.Length || !isName))
            {
                if (at > start)
                {
                    steps.Add(path[start..at]);
                }

                start = at < path.Length && path[at] == '.' ? at + 1 : at;
            }

            isName = at < path.Length && (path[at] == '[' || (isName && path[at] != ']'));
        }

        return steps;
    }
}
