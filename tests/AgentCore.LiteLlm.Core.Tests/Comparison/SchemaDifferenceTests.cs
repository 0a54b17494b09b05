using System.Text.Json;
using AgentCore.LiteLlm.Comparison;
using AgentCore.LiteLlm.Schemas;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Comparison;

public sealed class SchemaDifferenceTests
{
    private const string City = """{ "type": "object", "required": ["name"], "properties": { "name": { "type": "string" }, "size": { "type": "integer" } } }""";

    // Each with an answer that fits the new schema and not the old one, so that what is said is so.
    [Theory]
    [InlineData(
        City, """{ "type": "object", "properties": { "name": { "type": "string" }, "size": { "type": "integer" } } }""", "{}", "$.name may be missing.")]
    [InlineData(
        City, """{ "type": "object", "required": ["name"], "properties": { "name": { "type": ["string", "null"] }, "size": { "type": "integer" } } }""",
        """{ "name": null }""", "$.name may be null.")]
    [InlineData(
        City, """{ "type": "object", "required": ["name"], "properties": { "name": { "type": "string" }, "size": { "type": "number" } } }""",
        """{ "name": "x", "size": 1.5 }""", "$.size may be number.")]
    [InlineData("""{ "enum": ["a", "b"] }""", """{ "enum": ["b", "c"] }""", "\"c\"", "$ may be \"c\".")]
    [InlineData("""{ "enum": ["a", "b"] }""", """{ "type": "string" }""", "\"z\"", "$ is no more one of a few values.")]
    [InlineData("""{ "type": "string", "maxLength": 3 }""", """{ "type": "string", "maxLength": 5 }""", "\"12345\"", "$: 'maxLength' was 3 and is 5.")]
    [InlineData("""{ "type": "number", "minimum": 3 }""", """{ "type": "number" }""", "1", "$: 'minimum' was 3 and is gone.")]
    [InlineData(
        """{ "type": "array", "items": { "type": "string" } }""", """{ "type": "array", "items": { "type": ["string", "object"] } }""", "[{}]",
        "$[] may be object.")]
    [InlineData(
        """{ "type": "object", "properties": { "a": {} }, "additionalProperties": false }""",
        """{ "type": "object", "properties": { "a": {}, "b": {} }, "additionalProperties": false }""", """{ "b": 1 }""",
        "$.b is new, and the old schema takes no properties that it does not name.")]
    [InlineData(
        """{ "$ref": "#/$defs/n", "$defs": { "n": { "type": "object", "properties": { "next": { "$ref": "#/$defs/n" }, "v": { "type": "string" } } } } }""",
        """{ "$ref": "#/$defs/n", "$defs": { "n": { "type": "object", "properties": { "next": { "$ref": "#/$defs/n" }, "v": { "type": "integer" } } } } }""",
        """{ "next": { "v": 1 } }""", "$.v may be integer.")]
    public void What_the_old_schema_did_not_let_through_is_named(string old, string now, string answer, string expected)
    {
        JsonElement before = JsonElement.Parse(old);
        JsonElement after = JsonElement.Parse(now);
        Assert.NotEmpty(JsonSchema.Read(before, out _)!.Validate(JsonElement.Parse(answer)));
        Assert.Empty(JsonSchema.Read(after, out _)!.Validate(JsonElement.Parse(answer)));

        Assert.Contains(expected, SchemaDifference.FindWider(before, after));
    }

    [Theory]
    [InlineData(City, City)]
    [InlineData(City, """{ "properties": { "size": { "type": "integer" }, "name": { "type": "string" } }, "type": "object", "required": ["name"] }""")]
    [InlineData(
        City,
        """{ "type": "object", "required": ["name", "size"], "properties": { "name": { "const": "x" }, "size": { "type": "integer", "minimum": 0 } } }""")]
    [InlineData(
        City, """{ "type": "object", "required": ["name"], "properties": { "name": { "type": "string" }, "size": { "type": "integer" }, "more": {} } }""")]
    [InlineData("""{ "type": "number" }""", """{ "type": "integer" }""")]
    [InlineData("""{}""", """{ "type": "string", "pattern": "^a" }""")]
    [InlineData("""{ "description": "a" }""", """{ "description": "b" }""")]
    public void What_lets_through_no_more_is_compatible(string old, string now) =>
        Assert.Empty(SchemaDifference.FindWider(JsonElement.Parse(old), JsonElement.Parse(now)));

    [Theory]
    [InlineData("""{ "anyOf": [{ "type": "string" }] }""", """{ "anyOf": [{ "type": "string" }, { "type": "null" }] }""")]
    [InlineData("""{ "pattern": "^a$" }""", """{ "pattern": "^a" }""")]
    [InlineData("""{ "$ref": "https://example.com/x" }""", """{ "type": "string" }""")]
    [InlineData(City, """{ "type": "object", "required": ["name"], "properties": { "name": { "type": "string" } } }""")]
    public void What_cannot_be_told_counts_as_let_through(string old, string now) =>
        Assert.NotEmpty(SchemaDifference.FindWider(JsonElement.Parse(old), JsonElement.Parse(now)));
}
