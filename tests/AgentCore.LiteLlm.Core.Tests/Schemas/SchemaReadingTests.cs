using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Schemas;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Schemas;

public sealed class SchemaReadingTests
{
    [Theory]
    [InlineData("{", "", "The schema is not JSON")]
    [InlineData("\"text\"", "", "This must be a schema: an object or a boolean.")]
    [InlineData("null", "", "This must be a schema")]
    [InlineData("""{"minimum":"x"}""", "/minimum", "'minimum' must be a number.")]
    [InlineData("""{"exclusiveMaximum":true}""", "/exclusiveMaximum", "'exclusiveMaximum' must be a number.")]
    [InlineData("""{"multipleOf":0}""", "/multipleOf", "'multipleOf' must be a number greater than 0.")]
    [InlineData("""{"minLength":-1}""", "/minLength", "'minLength' must be a whole number that is not negative.")]
    [InlineData("""{"maxItems":1.5}""", "/maxItems", "whole number")]
    [InlineData("""{"type":"text"}""", "/type", "\"text\" is no type")]
    [InlineData("""{"type":[]}""", "/type", "at least one type")]
    [InlineData("""{"type":["string","string"]}""", "/type", "must not list a type twice")]
    [InlineData("""{"enum":"a"}""", "/enum", "'enum' must be an array.")]
    [InlineData("""{"required":"a"}""", "/required", "must list names of properties")]
    [InlineData("""{"required":["a","a"]}""", "/required", "must not list a name twice")]
    [InlineData("""{"properties":[]}""", "/properties", "'properties' must be an object.")]
    [InlineData("""{"properties":{"a/b":{"items":3}}}""", "/properties/a~1b/items", "This must be a schema")]
    [InlineData("""{"items":[{}]}""", "/items", "This must be a schema")]
    [InlineData("""{"allOf":[]}""", "/allOf", "'allOf' must be an array of at least one schema.")]
    [InlineData("""{"anyOf":[1]}""", "/anyOf/0", "This must be a schema")]
    [InlineData("""{"oneOf":{}}""", "/oneOf", "an array of at least one schema")]
    [InlineData("""{"dependentRequired":{"a":"b"}}""", "/dependentRequired", "must list names")]
    [InlineData("""{"uniqueItems":"yes"}""", "/uniqueItems", "must be true or false")]
    [InlineData("""{"pattern":"(a"}""", "/pattern", "')' is missing")]
    [InlineData("""{"patternProperties":{"[":{}}}""", "/patternProperties", "']' is missing")]
    [InlineData("""{"format":1}""", "/format", "'format' must be a string.")]
    [InlineData("""{"title":1}""", "/title", "'title' must be a string.")]
    [InlineData("""{"$ref":1}""", "/$ref", "'$ref' must be a string.")]
    [InlineData("""{"$ref":"#/$defs/none"}""", "/$ref", "'#/$defs/none' leads to no schema in this document.")]
    [InlineData("""{"$ref":"#none"}""", "/$ref", "'#none' leads to no schema")]
    [InlineData("""{"$ref":"#/title","title":"t"}""", "/$ref", "leads to no schema")]
    [InlineData(
        """{"$ref":"https://example.com/other.json"}""", "/$ref",
        "'https://example.com/other.json' is not part of this document; references to other documents are not followed.")]
    [InlineData("""{"$dynamicRef":"other.json#a"}""", "/$dynamicRef", "not part of this document")]
    [InlineData("""{"$id":"a#b"}""", "/$id", "'$id' must be a URI without a fragment.")]
    [InlineData("""{"$id":1}""", "/$id", "'$id' must be a URI")]
    [InlineData("""{"$anchor":"#a"}""", "/$anchor", "'$anchor' must be a name")]
    [InlineData("""{"$defs":{"a":{"$anchor":"x"},"b":{"$anchor":"x"}}}""", "/$defs/b/$anchor", "anchor of another schema")]
    [InlineData("""{"$defs":{"a":{"$id":"x"},"b":{"$id":"x"}}}""", "/$defs/b/$id", "'$id' of another schema")]
    [InlineData("""{"type":"string","type":"number"}""", "/type", "'type' is written twice.")]
    [InlineData("""{"$ref":"#"}""", "", "without looking deeper into the value")]
    [InlineData("""{"$defs":{"a":{"anyOf":[{"$ref":"#/$defs/b"}]},"b":{"not":{"$ref":"#/$defs/a"}}}}""", "/$defs/b/not", "leads back to '#/$defs/a'")]
    [InlineData("""{"$schema":"http://json-schema.org/draft-07/schema#","dependencies":{"a":["b"]}}""", "/dependencies", "belongs to an older draft")]
    [InlineData("""{"pattern":"\ud800"}""", "", "not valid Unicode")]
    public void Read_says_what_is_wrong_and_where(string schema, string expectedPointer, string expectedMessage)
    {
        JsonSchema? read = JsonSchema.Read(schema, out ImmutableArray<SchemaProblem> problems);

        SchemaProblem problem = Assert.Single(problems);
        Assert.Equal(expectedPointer, problem.SchemaPointer);
        Assert.Contains(expectedMessage, problem.Message, StringComparison.Ordinal);
        Assert.Null(read);
    }

    [Fact]
    public void Read_reports_every_problem_in_one_pass()
    {
        JsonSchema.Read("""{"type":"txt","properties":{"a":{"minimum":"x","pattern":"*"}},"required":1}""", out ImmutableArray<SchemaProblem> problems);

        Assert.Equal(
            ["/properties/a/minimum", "/properties/a/pattern", "/required", "/type"], problems.Select(p => p.SchemaPointer).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("true")]
    [InlineData("""{"x-unknown":{"minimum":"x"},"dependencies":3,"nullable":true}""")]
    [InlineData("""{"format":"color"}""")]
    [InlineData("""{"minLength":2.0,"maxItems":1e2,"maxLength":1e400}""")]
    [InlineData("""{"$schema":"http://json-schema.org/draft-07/schema#","definitions":{"a":{}},"$ref":"#/definitions/a"}""")]
    [InlineData("""{"$ref":"#/x-parts/a","x-parts":{"a":{"type":"string"}}}""")]
    [InlineData("""{"properties":{"child":{"$ref":"#"}}}""")]
    [InlineData("""{"const":{"$ref":"nowhere"},"enum":[{"$id":1}],"default":{"type":1},"examples":[{"pattern":"("}]}""")]
    public void Read_accepts_what_the_standard_allows(string schema)
    {
        Assert.NotNull(JsonSchema.Read(schema, out ImmutableArray<SchemaProblem> problems));
        Assert.Empty(problems);
    }

    [Fact]
    public void A_schema_outlives_the_document_it_was_read_from()
    {
        JsonDocument document = JsonDocument.Parse("""{"enum":[{"a":1}],"title":"t"}""");

        JsonSchema schema = JsonSchema.Read(document.RootElement, out _)!;
        document.Dispose();

        using JsonDocument value = JsonDocument.Parse("""{"a":1.0}""");
        Assert.Empty(schema.Validate(value.RootElement));
        Assert.Equal("t", schema.Json.GetProperty("title").GetString());
    }

    [Fact]
    public void Nothing_is_neither_schema_nor_value()
    {
        Assert.Null(JsonSchema.Read(default(JsonElement), out ImmutableArray<SchemaProblem> problems));
        Assert.Single(problems);
        Assert.Throws<ArgumentException>(() => JsonSchema.Read("{}", out _)!.Validate(default));
    }
}
