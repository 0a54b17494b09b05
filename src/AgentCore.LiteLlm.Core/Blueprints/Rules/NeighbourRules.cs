using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Conditions;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Outputs;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Blueprints.Rules;

/// <summary>What a blueprint says of those beside it: agents that are there, and fields that their outputs have.</summary>
internal static class NeighbourRules
{
    private const string Nodes = "multi_agent.nodes";

    // What is known of every run of a node, whatever it answers.
    private static readonly FrozenDictionary<string, JsonElement> OfEveryRun = new Dictionary<string, JsonElement>
    {
        ["status"] = JsonElement.Parse("""{"enum":["completed","failed","pending"]}"""),
        ["execution_time"] = JsonElement.Parse("""{"type":"number","minimum":0}"""),
        ["execution_count"] = JsonElement.Parse("""{"type":"integer","minimum":0}"""),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Checks the block against the folder; nothing where the blueprint came from no file.</summary>
    /// <param name="scope">The blueprint.</param>
    public static void Check(RuleScope scope)
    {
        // Where a node is none, the places of those after it are not known.
        bool isRead = scope.Blueprint.MultiAgent is { } graph && scope.IsWhole(Nodes, graph.Nodes.Length);
        ImmutableArray<AgentSeat> seats = isRead ? [.. AgentSeat.Of(scope.Blueprint), .. AgentSeat.CalledBy(scope.Blueprint)] : [];
        if (seats.IsEmpty || scope.FindFolder() is not { } folder)
        {
            return;
        }

        Dictionary<string, AgentBlueprint> known = new(StringComparer.Ordinal);
        foreach (AgentSeat seat in seats.Where(s => !s.IsOwn && scope.IsSound(s.Path)))
        {
            if (folder.Find(seat.Agent) is { Value: { } blueprint })
            {
                known[seat.Node] = blueprint;
            }
            else
            {
                ReportMissing(scope, folder, seat);
            }
        }

        MultiAgentBlock block = scope.Blueprint.MultiAgent!;
        bool areNamesRead = Enumerable.Range(0, block.Nodes.Length).All(at => scope.IsSound($"{RuleScope.Entry(Nodes, at)}.node_id"));
        if (block.Pattern == MultiAgentPattern.Graph && scope.IsSound("multi_agent.pattern") && areNamesRead
            && scope.IsWhole("multi_agent.edges", block.Edges.Length))
        {
            CheckFields(scope, block, known);
        }
    }

    private static void ReportMissing(RuleScope scope, BlueprintFolder folder, AgentSeat seat)
    {
        string? near = scope.IsFull ? null : NearestName.Find(seat.Agent, [.. folder.Ids()]);
        string what = folder.FindBroken(seat.Agent) is { } broken
            ? $"The blueprint in '{Path.GetFileName(broken)}' beside this one cannot be used, so there is no agent '{SecretShapes.Excerpt(seat.Agent)}'."
            : $"No blueprint beside this one has the id '{SecretShapes.Excerpt(seat.Agent)}'.";
        scope.Warn(
            DiagnosticCodes.AgentNotFound, seat.Path, what,
            near is null
                ? "Put it there, or give it to the call."
                : $"Did you mean '{SecretShapes.Excerpt(near)}'? Else put it there, or give it to the call.");
    }

    private static void CheckFields(RuleScope scope, MultiAgentBlock block, Dictionary<string, AgentBlueprint> known)
    {
        for (int at = 0; at < block.Nodes.Length; at++)
        {
            GraphNode node = block.Nodes[at];
            if (node is { Type: GraphNodeType.Gate, TripCondition: { } trip })
            {
                CheckField(scope, block, known, $"{RuleScope.Entry("multi_agent.nodes", at)}.trip_condition", trip, SourcesOf(block, node.NodeId));
            }
        }

        for (int at = 0; at < block.Edges.Length; at++)
        {
            GraphEdge edge = block.Edges[at];
            if (edge.Condition is { } condition)
            {
                bool isGate = block.Nodes.Any(n => n.NodeId == edge.FromNode && n.Type == GraphNodeType.Gate);
                string[] from = isGate ? SourcesOf(block, edge.FromNode) : [edge.FromNode];
                CheckField(scope, block, known, $"{RuleScope.Entry("multi_agent.edges", at)}.condition", condition, from);
            }
        }
    }

    private static void CheckField(
        RuleScope scope, MultiAgentBlock block, Dictionary<string, AgentBlueprint> known, string path, string text, string[] from)
    {
        if (ConditionReader.Read(text, out _) is not { IsHopeless: false } condition)
        {
            return;
        }

        string[] names = condition.Field.Split('.');
        names = names is ["results", _, ..] ? names[1..] : names;
        if (names.Length > 1 && block.Nodes.Any(n => n.NodeId == names[0]))
        {
            (from, names) = ([names[0]], names[1..]);
        }

        names = names is ["output", _, ..] ? names[1..] : names;
        if (from.Length == 0 || names[0] == "output" || !from.All(known.ContainsKey))
        {
            return;
        }

        OutputSchema?[] schemas = new OutputSchema?[from.Length];
        List<ConditionProblem?> fits = [];
        for (int at = 0; at < from.Length; at++)
        {
            schemas[at] = FindSchema(known[from[at]], out bool isUnread);
            if (isUnread)
            {
                return;
            }

            if (schemas[at] is { } schema && MayHave(schema.Json, names, out JsonElement? value))
            {
                fits.Add(value is { } field ? ConditionFit.Find(condition, field) : null);
            }
        }

        if (fits.Count == 0 && names.Length == 1 && OfEveryRun.TryGetValue(names[0], out JsonElement fact))
        {
            fits.Add(ConditionFit.Find(condition, fact));
        }

        int offset = text.IndexOf(condition.Field, StringComparison.Ordinal);
        if (fits.Count > 0)
        {
            if (fits.TrueForAll(f => f is not null) && !scope.IsFull)
            {
                scope.WarnIn(DiagnosticCodes.ConditionUnfit, path, text, offset, fits[0]!.Message, fits[0]!.Suggestion);
            }

            return;
        }

        string whose = string.Join(", ", from.Select(n => $"'{SecretShapes.Excerpt(n)}'"));
        string[] fields = [.. schemas.OfType<OutputSchema>().SelectMany(s => NamesOf(s.Json)).Distinct(StringComparer.Ordinal)];
        string? near = scope.IsFull ? null : NearestName.Find(names[0], fields);
        scope.WarnIn(
            DiagnosticCodes.ConditionFieldUnknown, path, text, offset,
            fields.Length == 0
                ? $"{whose} has no 'output_schema', so '{SecretShapes.Excerpt(condition.Field)}' is found nowhere and the condition never holds."
                : $"The output of {whose} has no '{SecretShapes.Excerpt(condition.Field)}', so the condition never holds.",
            near is not null ? $"Did you mean '{near}'?"
                : fields.Length == 0 ? "Give the agent an 'output_schema' with the field, or compare 'status', 'execution_time' or 'output'."
                : $"It has: {string.Join(", ", fields.Take(10))}.");
    }

    // Through gates, which hand on what they were given.
    private static string[] SourcesOf(MultiAgentBlock block, string gate)
    {
        HashSet<string> seen = new(StringComparer.Ordinal) { gate };
        List<string> sources = [];
        Queue<string> open = new(seen);
        while (open.TryDequeue(out string? at))
        {
            IEnumerable<string> before = block.Edges.Where(e => e.ToNode == at).Select(e => e.FromNode)
                .Concat(block.Nodes.Where(n => n.Fallback == at && n.Type == GraphNodeType.Gate).Select(n => n.NodeId));
            foreach (string node in before.Where(seen.Add))
            {
                if (block.Nodes.Any(n => n.NodeId == node && n.Type == GraphNodeType.Gate))
                {
                    open.Enqueue(node);
                }
                else
                {
                    sources.Add(node);
                }
            }
        }

        return [.. sources];
    }

    private static OutputSchema? FindSchema(AgentBlueprint blueprint, out bool isUnread)
    {
        isUnread = false;
        if (blueprint.OutputSchema is not { Reference: { } reference })
        {
            return blueprint.OutputSchema?.Schema;
        }

        string? path = Path.GetDirectoryName(blueprint.Path) is { } folder ? OutputSchemaFile.FindPath(reference, folder) : null;
        OutputSchema? schema = null;
        try
        {
            schema = path is null ? null : OutputSchemaFile.Read(path, out _);
        }
        catch (FileException)
        {
            // Who runs that agent is told of it.
        }

        isUnread = schema is null;
        return schema;
    }

    private static IEnumerable<string> NamesOf(JsonElement schema) =>
        schema.Find("properties") is { ValueKind: JsonValueKind.Object } properties ? properties.EnumerateObject().Select(p => p.Name) : [];

    // A schema that is put together of others may have anything.
    private static bool MayHave(JsonElement schema, string[] names, out JsonElement? value)
    {
        value = null;
        foreach (string name in names)
        {
            if (schema.ValueKind != JsonValueKind.Object || schema.Find("properties") is not { ValueKind: JsonValueKind.Object } properties
                || schema.EnumerateObject().Any(p => p.Name is "$ref" or "allOf" or "anyOf" or "oneOf" or "if" or "patternProperties"))
            {
                return true;
            }

            if (!properties.TryGetProperty(name, out schema))
            {
                return false;
            }
        }

        value = schema;
        return true;
    }
}
