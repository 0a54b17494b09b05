using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Blueprints.Reading;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Keys;
using AgentCore.LiteLlm.Schemas;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Blueprints;

public sealed class BlueprintSchemaTests
{
    // What a schema can see: the shape of the document. Headers, secrets and YAML itself are the reader's.
    private static readonly string[] Structural =
    [
        DiagnosticCodes.TypeMismatch, DiagnosticCodes.KeyUnknown, DiagnosticCodes.KeyMissing, DiagnosticCodes.ValueMissing,
        DiagnosticCodes.ValueOutOfRange, DiagnosticCodes.ValueUnknown, DiagnosticCodes.VariableNameInvalid, DiagnosticCodes.TemplateInvalid,
    ];

    // 5.0 is a whole number to JSON Schema, and none to the framework; how a template is written is no matter of shape in a list.
    private static readonly (string File, string Path)[] Unseen =
    [
        ("numbers.yaml", "runtime.max_iterations"), ("wrong-types.yaml", "model.max_tokens"), ("fallbacks-wrong.yaml", "model.fallbacks[2]"),
    ];

    private static readonly JsonSchema Schema = JsonSchema.Read(BlueprintSchema.Write(), out _)!;

    private static string ShippedPath => Path.Combine(Path.GetDirectoryName(BlueprintFiles.Document)!, BlueprintSchema.FileName);

    [Fact]
    public void The_shipped_file_is_what_the_definitions_give()
    {
        string expected = BlueprintSchema.Write() + "\n";
        string actual = File.Exists(ShippedPath) ? File.ReadAllText(ShippedPath).ReplaceLineEndings("\n") : "";
        if (actual != expected)
        {
            // Whoever changed a definition wants the new file, not a list of differences.
            File.WriteAllText(Path.Combine(AppContext.BaseDirectory, BlueprintSchema.FileName), expected);
        }

        Assert.Equal(expected, actual);
    }

    [Fact]
    public void It_is_a_schema_of_its_dialect()
    {
        JsonSchema.Read(BlueprintSchema.Write(), out ImmutableArray<SchemaProblem> problems);

        Assert.Empty(problems);
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", Schema.Json.GetProperty("$schema").GetString());
        Assert.Equal("Agent blueprint", Schema.Json.GetProperty("title").GetString());
        Assert.Equal(JsonValueKind.False, Schema.Json.GetProperty("additionalProperties").ValueKind);
    }

    [Fact]
    public void Every_key_of_every_block_is_described()
    {
        int described = 0;
        Check(BlueprintKeys.Shape, Schema.Json);

        Assert.True(described > 120, $"{described} keys");

        void Check(BlockShape shape, JsonElement schema)
        {
            JsonElement properties = schema.GetProperty("properties");
            Assert.Equal(shape.Keys.Select(k => k.Name), properties.EnumerateObject().Select(p => p.Name));
            foreach (BlueprintKey key in shape.Keys)
            {
                JsonElement property = properties.GetProperty(key.Name);
                Assert.Equal(key.Description, property.GetProperty("description").GetString());
                described++;
                if (key is BlockKey block)
                {
                    Check(block.Shape, property);
                }
                else if (key is BlockListKey list)
                {
                    JsonElement items = property.GetProperty("items");
                    JsonElement[] entries = list.Shapes.Length == 1 ? [items] : [.. items.GetProperty("anyOf").EnumerateArray()];
                    Assert.All(list.Shapes.Zip(entries), pair => Check(pair.First, pair.Second));
                }
            }
        }
    }

    [Fact]
    public void Every_sound_blueprint_fits()
    {
        KeyValuePair<string, JsonElement>[] sound = [.. Sound()];

        Assert.True(sound.Length > 10);
        Assert.All(sound, one => Assert.Empty(Schema.Validate(one.Value)));
    }

    [Fact]
    public void Every_place_with_a_structural_mistake_is_found()
    {
        foreach ((string file, JsonElement document) in Broken())
        {
            ImmutableArray<SchemaViolation> violations = Schema.Validate(document);

            foreach (string path in StructuralPaths(file).Where(path => !Unseen.Contains((file, path))))
            {
                // A missing or unknown key is a violation of the block around it; one of a list's shapes, of the list's entry.
                string block = path.Contains('.', StringComparison.Ordinal) ? "$." + path[..path.LastIndexOf('.')] : "$";
                Assert.True(
                    violations.Any(
                        v => v.InstancePath == $"$.{path}"
                            || v.InstancePath == block
                            || path.Length == 0
                            || v.Message.Contains(path.Split('.')[^1], StringComparison.Ordinal)),
                    $"{file}: {path}; found {string.Join(" | ", violations)}");
            }
        }
    }

    [Theory]
    [InlineData("model_id: ${A}", true)]
    [InlineData("model_id: a$b$${x y}${A:-b$c}", true)]
    [InlineData("model_id: $$${A}", true)]
    [InlineData("model_id: ${A", false)]
    [InlineData("model_id: ${A:-${B}}", false)]
    [InlineData("model_id: ${A:+b}", false)]
    [InlineData("model_id: ${1}", false)]
    [InlineData("model_id: ' '", false)]
    [InlineData("api_key_env: A_B1", true)]
    [InlineData("api_key_env: ''", true)]
    [InlineData("api_key_env: $A", false)]
    [InlineData("api_key_env: 1A", false)]
    [InlineData("extra_headers_env: {X: A}", true)]
    [InlineData("extra_headers_env: {X: ''}", false)]
    [InlineData("base_url: ~", true)]
    [InlineData("provider: ~", false)]
    [InlineData("temperature: 2.1", false)]
    [InlineData("max_tokens: 0", false)]
    [InlineData("baseurl: x", false)]
    public void A_value_fits_where_the_reader_takes_it(string line, bool fits)
    {
        string model = string.Join(
            ", ", new[] { "provider: litellm", "model_id: m", "temperature: 0.3", "max_tokens: 1" }.Where(l => l.Split(':')[0] != line.Split(':')[0]));
        byte[] text = Encoding.UTF8.GetBytes(
            $"id: a\nname: A\nversion: \"1\"\nprompt_ref: p\nmodel:\n  {model.Replace(", ", "\n  ", StringComparison.Ordinal)}\n  {line}\n");

        Assert.Equal(fits, Schema.Validate(YamlJson.Read(text)!.Value).IsEmpty);
        Assert.Equal(fits, BlueprintReader.Read(text, "a.yaml").Diagnostics.All(d => d.Severity == DiagnosticSeverity.Information));
    }

    [Fact]
    public void Whatever_the_reader_takes_without_a_word_fits()
    {
        Random random = new(7);
        byte[][] originals = [.. BlueprintFiles.Valid.Select(row => BlueprintFiles.Bytes("valid", row.Data))];
        int taken = 0;

        for (int at = 0; at < 2_000; at++)
        {
            byte[] mutant = Mutant.OfAny(originals, random);
            if (BlueprintReader.Read(mutant, "mutant.yaml").Diagnostics.All(d => d.Severity == DiagnosticSeverity.Information))
            {
                taken++;
                Assert.Empty(Schema.Validate(YamlJson.Read(mutant)!.Value));
            }
        }

        Assert.True(taken > 100, $"{taken} mutants were sound.");
    }

    [Fact]
    public async Task Another_validator_agrees()
    {
        Dictionary<string, JsonElement> sound = new(Sound());
        Dictionary<string, JsonElement> broken = new(Broken());

        AjvAnswer answer = await Ajv.CheckAsync(
            await File.ReadAllTextAsync(ShippedPath, TestContext.Current.CancellationToken),
            sound.Concat(broken).ToDictionary(one => one.Key, one => one.Value), TestContext.Current.CancellationToken);

        Assert.Empty(answer.Problems);
        Assert.All(sound.Keys, name => Assert.Empty(answer.Violations[name]));
        Assert.All(broken.Keys, name => Assert.NotEmpty(answer.Violations[name]));
    }

    private static IEnumerable<KeyValuePair<string, JsonElement>> Sound() =>
        from path in BlueprintFiles.All
        where !path.Contains("invalid", StringComparison.Ordinal)
        select KeyValuePair.Create(path, YamlJson.Read(File.ReadAllBytes(path))!.Value);

    private static IEnumerable<KeyValuePair<string, JsonElement>> Broken() =>
        from row in BlueprintFiles.Invalid

        // A key that only another key's value makes necessary is for the rules to ask for.
        where !row.Data.StartsWith("rules-", StringComparison.Ordinal) && StructuralPaths(row.Data).Length > 0
        let document = YamlJson.Read(BlueprintFiles.Bytes("invalid", row.Data))
        where document is not null
        select KeyValuePair.Create(row.Data, document.Value);

    // Lines such as '(8,16) Error ValueOutOfRange model.temperature'.
    private static string[] StructuralPaths(string file) =>
    [
        .. File.ReadLines(BlueprintFiles.PathOf("invalid", Path.ChangeExtension(file, ".expected.txt")))
            .Select(line => line.Split(' '))
            .Where(words => Structural.Contains(words[2]))
            .Select(words => words.Length > 3 ? words[3] : ""),
    ];
}
