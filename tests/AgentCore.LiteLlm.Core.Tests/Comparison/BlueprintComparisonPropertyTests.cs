using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Blueprints.Reading;
using AgentCore.LiteLlm.Comparison;
using AgentCore.LiteLlm.Keys;
using AgentCore.LiteLlm.Variables;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Comparison;

public sealed class BlueprintComparisonPropertyTests
{
    private const int Pairs = 200;

    [Fact]
    public void Applying_the_changes_to_the_old_blueprint_gives_the_new_one()
    {
        int changes = 0;
        HashSet<string> blocks = [];
        for (int seed = 0; seed < Pairs; seed++)
        {
            GeneratedBlueprint generated = new(new Random(seed));
            (JsonObject old, JsonObject now) = generated.MakePair();
            AgentBlueprint before = GeneratedBlueprint.Read(old)!;
            string written = generated.WriteShuffled(now);
            AgentBlueprint after = GeneratedBlueprint.ReadText(written)!;
            Assert.True(after is not null, written);

            ImmutableArray<BlueprintChange> found = Compare(before, after);

            changes += found.Length;
            blocks.UnionWith(found.Select(c => c.Path.Split('.', '[')[0]));
            JsonObject applied = AppliedChanges.To(old, found.Where(c => c.Path is not ("prompt" or "cost" or "schema")));
            AgentBlueprint? made = GeneratedBlueprint.Read(applied);
            string report = $"seed {seed}\n{old.ToJsonString()}\n{written}\n{string.Join('\n', found)}\n{applied.ToJsonString()}";
            Assert.True(made is not null, report);
            Assert.True(Meaning(after) == Meaning(made), $"{report}\n{Meaning(after)}\n{Meaning(made)}");
            Assert.True(Meaning(before) == Meaning(after) == found.IsEmpty, report);
        }

        Assert.True(changes > 5 * Pairs, $"only {changes} changes");
        Assert.Superset(BlueprintKeys.Shape.Keys.Select(k => k.Name).Where(n => n != "multi_agent").ToHashSet(), blocks);
    }

    [Fact]
    public void Order_and_layout_do_not_count()
    {
        for (int seed = 0; seed < Pairs; seed++)
        {
            GeneratedBlueprint generated = new(new Random(seed));
            JsonObject document = generated.MakePair().Old;

            ImmutableArray<BlueprintChange> found = Compare(
                GeneratedBlueprint.Read(document)!, GeneratedBlueprint.ReadText(generated.WriteShuffled(document))!);

            Assert.True(found.IsEmpty, $"seed {seed}: {string.Join('\n', found)}\n{document.ToJsonString()}");
        }
    }

    [Fact]
    public void Every_list_of_blocks_knows_its_entries_again()
    {
        List<string> nameless = [];
        Visit(BlueprintKeys.Shape, "");
        Assert.Empty(nameless);

        void Visit(BlockShape shape, string path)
        {
            foreach (BlueprintKey key in shape.Keys)
            {
                foreach (BlockShape inner in key is BlockKey block ? [block.Shape] : key is BlockListKey list ? list.Shapes : [])
                {
                    Visit(inner, $"{path}.{key.Name}");
                    if (key is BlockListKey && inner.Identity.Length == 0)
                    {
                        nameless.Add($"{path}.{key.Name}");
                    }
                }
            }
        }
    }

    private static ImmutableArray<BlueprintChange> Compare(AgentBlueprint old, AgentBlueprint now) =>
        BlueprintComparison.Compare(ComparedBlueprint.Of(old, new NoVariables())!, ComparedBlueprint.Of(now, new NoVariables())!);

    // By the public records, which the comparison does not look at.
    private static string Meaning(AgentBlueprint blueprint)
    {
        JsonObject json = JsonSerializer.SerializeToNode(blueprint with { Path = null, Diagnostics = [], Tools = [] })!.AsObject();
        json["Tools"] = new JsonArray([.. blueprint.Tools.Select(t => JsonSerializer.SerializeToNode(t, t.GetType()))]);
        json["HasBudget"] = blueprint.Thinking?.HasBudget;
        return Sorted(json, "")!.ToJsonString();
    }

    private static JsonNode? Sorted(JsonNode? node, string name) => node switch
    {
        JsonObject block => new JsonObject(block
            .Select(m => KeyValuePair.Create(name == "ExtraHeadersEnv" ? m.Key.ToLowerInvariant() : m.Key, Sorted(m.Value, m.Key)))
            .OrderBy(m => m.Key, StringComparer.Ordinal)),
        JsonArray list when name is "Fallbacks" or "Hooks" or "Scale" or "ExtraBody" => new JsonArray([.. list.Select(i => Sorted(i, ""))]),
        JsonArray list => new JsonArray([.. list.Select(i => Sorted(i, "")).OrderBy(i => i?.ToJsonString(), StringComparer.Ordinal)]),
        null => null,
        _ => node.DeepClone(),
    };
}
