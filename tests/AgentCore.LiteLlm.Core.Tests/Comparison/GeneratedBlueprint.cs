using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Blueprints.Reading;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Keys;

namespace AgentCore.LiteLlm.Tests.Comparison;

/// <summary>Blueprints that are made at random from the descriptions of their keys, so that every key there is occurs.</summary>
internal sealed class GeneratedBlueprint(Random random)
{
    private static readonly string[] Words =
        ["alpha", "beta", "gamma", "delta", "a longer text: with a colon", "ünï", "#5", "EMAIL_ADDRESS", "US_SSN", "no", "1.0"];
    private static readonly string[] Variables = ["KEY_ONE", "KEY_TWO", "KEY_THREE"];

    /// <summary>Makes a sound one, and another that differs from it here and there.</summary>
    public (JsonObject Old, JsonObject New) MakePair()
    {
        JsonObject old = MakeSound(() => Block(BlueprintKeys.Shape, 0.35));
        JsonObject now = MakeSound(() => Changed(old));
        return (old, now);
    }

    /// <summary>Reads one, written on one line in the order that it has.</summary>
    public static AgentBlueprint? Read(JsonObject document) => ReadText(document.ToJsonString());

    /// <summary>Writes one line by line, with keys and lists whose order says nothing in any order.</summary>
    public string WriteShuffled(JsonObject document)
    {
        StringBuilder text = new("# nothing depends on this\n");
        WriteBlock(text, document, BlueprintKeys.Shape, 0);
        return text.ToString();
    }

    public static AgentBlueprint? ReadText(string text)
    {
        Checked<AgentBlueprint> read = BlueprintReader.Read(text, "a.yaml");
        return read.IsUsable ? read.Value : null;
    }

    private static JsonObject MakeSound(Func<JsonObject> make)
    {
        JsonObject made;
        do
        {
            made = make();
        }
        while (Read(made) is null);

        return made;
    }

    private JsonObject Changed(JsonObject old)
    {
        JsonObject fresh = Block(BlueprintKeys.Shape, 0.5);
        return Mixed(old, fresh, BlueprintKeys.Shape);
    }

    private JsonObject Mixed(JsonObject old, JsonObject fresh, BlockShape shape)
    {
        JsonObject mixed = [];
        foreach (BlueprintKey key in shape.Keys)
        {
            JsonNode? before = old[key.Name];
            JsonNode? other = fresh[key.Name];
            JsonNode? chosen = (key, before, other) switch
            {
                (BlockKey block, JsonObject a, JsonObject b) => Mixed(a, b, block.Shape),
                (BlockListKey, JsonArray a, JsonArray b) =>
                    new JsonArray([.. a.Concat(b).Where(_ => random.Next(3) > 0).DistinctBy(NameOf).Select(n => n!.DeepClone())]),
                _ => (key.IsRequired && other is null) || random.Next(4) > 0 ? before : other,
            };
            if (chosen is not null)
            {
                mixed[key.Name] = chosen.DeepClone();
            }
        }

        return mixed;
    }

    private static string NameOf(JsonNode? item) => Entries.NameOf(item!.AsObject());

    private JsonObject Block(BlockShape shape, double share)
    {
        JsonObject block = [];
        foreach (BlueprintKey key in shape.Keys.Where(k => k.IsRequired || random.NextDouble() < share))
        {
            block[key.Name] = Value(key, share);
        }

        return block;
    }

    private JsonNode? Value(BlueprintKey key, double share) => key switch
    {
        { Name: "provider" } when key is ChoiceKey { Words: ["bedrock", "anthropic", ..] } => "litellm",
        BlockKey block => Block(block.Shape, share),
        BlockListKey list => new JsonArray([.. Enumerable.Range(0, Math.Max(list.Minimum, random.Next(3)))
            .Select(_ => Block(list.Shapes[random.Next(list.Shapes.Length)], share)).DistinctBy(NameOf)]),
        TextListKey texts => Texts(texts.Minimum),
        OneOrManyKey => random.Next(2) == 0 ? Word() : Texts(1),
        IntegerListKey => new JsonArray(1, 5),
        // Headers in a node that is new as a whole are shown as stars.
        TextMapKey { Name: "a2a_headers_env" } => null,
        TextMapKey { Form: TextForm.VariableName } => new JsonObject { [$"X-{random.Next(3)}"] = Pick(Variables), ["x-other"] = Pick(Variables) },
        TextMapKey => new JsonObject { ["team"] = Word(), [$"k{random.Next(3)}"] = Word() },
        ValuesKey => new JsonObject { [$"own{random.Next(2)}"] = random.Next(4), ["nested"] = new JsonObject { ["b"] = 1.5, ["a"] = new JsonArray(1, "x") } },
        SchemaKey => random.Next(3) == 0
            ? "answer"
            : new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject { [Pick(["a", "b"])] = new JsonObject { ["type"] = Pick(["string", "integer"]) } },
            },
        BooleanKey => random.Next(2) == 0,
        ChoiceKey choice => Pick(choice.Words),
        IntegerKey whole => (int)Math.Min(whole.Maximum, Math.Max(whole.Minimum, 1L) + random.Next(40)),
        NumberKey number => Math.Round(Math.Max(number.Minimum, Math.Min(number.Maximum, random.NextDouble())), 2),
        TextKey { Form: TextForm.VariableName } => Pick(Variables),
        TextKey { Name: "base_url" or "url" or "discovery_url" or "a2a_url" } => $"https://{Pick(["one", "two"])}.example.com/v1",
        TextKey { Name: "id" or "prompt_ref" or "mcp" or "agent_ref" or "node_id" or "from_node" or "to_node" } => Pick(["alpha", "beta", "gamma"]),
        TextKey => Word(),
        _ => null,
    };

    private JsonArray Texts(int least) => new([.. Words.Where(_ => random.Next(3) == 0).Concat(Words.Take(least)).Distinct().Select(w => JsonValue.Create(w))]);

    private string Word() => Pick(Words);

    private string Pick(string[] from) => from[random.Next(from.Length)];

    private void WriteBlock(StringBuilder text, JsonObject block, BlockShape? shape, int depth)
    {
        foreach ((string name, JsonNode? value) in block.OrderBy(_ => random.Next()))
        {
            text.Append(' ', depth * 2).Append(Quote(name)).Append(':');
            BlueprintKey? key = shape?.Find(name);
            switch (value)
            {
                case JsonObject { Count: > 0 } inner when key is BlockKey or TextMapKey:
                    text.AppendLine();
                    WriteBlock(text, inner, (key as BlockKey)?.Shape, depth + 1);
                    break;
                case JsonArray list when key is { IsOrdered: false } and not IntegerListKey:
                    text.Append(" [").AppendJoin(",\n      ", list.OrderBy(_ => random.Next()).Select(i => i!.ToJsonString())).AppendLine("]  # in any order");
                    break;
                default:
                    text.Append("   ").AppendLine(value!.ToJsonString());
                    break;
            }
        }
    }

    private static string Quote(string name) => JsonSerializer.Serialize(name, JsonSerializerOptions.Default);

    /// <summary>How entries of lists are named.</summary>
    public static class Entries
    {
        private static readonly string[] Names = ["mcp", "builtin", "node_id", "value", "namespace", "name"];

        public static string NameOf(JsonObject entry) => entry["from_node"] is { } from
            ? $"{from} -> {entry["to_node"]}"
            : entry["name"] is { } name ? name.ToString()
            : Convert.ToString(entry[Names.First(entry.ContainsKey)], CultureInfo.InvariantCulture)!;
    }
}
