using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Schemas;

public sealed class SchemaReferenceTests
{
    private const string Tree = """
        {
          "$id": "https://example.com/strict-tree",
          "$dynamicAnchor": "node",
          "$ref": "tree",
          "unevaluatedProperties": false,
          "$defs": {
            "tree": {
              "$id": "tree",
              "$dynamicAnchor": "node",
              "type": "object",
              "properties": { "data": true, "children": { "type": "array", "items": { "$dynamicRef": "#node" } } }
            }
          }
        }
        """;

    [Theory]
    [InlineData("""{"children":[{"data":1,"children":[{"data":2}]}]}""", true)]
    [InlineData("""{"children":[{"daat":1}]}""", false)]
    [InlineData("""{"children":[{"children":[{"daat":1}]}]}""", false)]
    public void A_dynamic_reference_means_the_outermost_anchor(string instance, bool expected) =>
        Assert.Equal(expected, SchemaText.Fits(Tree, instance));

    [Theory]
    [InlineData("""{"$dynamicRef":"#a","$defs":{"a":{"$anchor":"a","type":"string"}}}""")]
    [InlineData("""{"$dynamicRef":"#/$defs/a","$defs":{"a":{"$dynamicAnchor":"a","type":"string"}}}""")]
    [InlineData("""{"$ref":"#a","$defs":{"a":{"$dynamicAnchor":"a","type":"string"}}}""")]
    [InlineData("""{"$ref":"#/$defs/~1~0%25","$defs":{"/~%":{"type":"string"}}}""")]
    [InlineData("""{"$ref":"#/prefixItems/0","prefixItems":[{"type":"string"}]}""")]
    [InlineData("""{"$id":"https://example.com/a/b","$ref":"../c?q#x","$defs":{"c":{"$id":"/c?q","$defs":{"d":{"$anchor":"x","type":"string"}}}}}""")]
    [InlineData("""{"$ref":"part.json","$defs":{"p":{"$id":"part.json","type":"string"}}}""")]
    [InlineData("""{"$id":"urn:example:root","$ref":"urn:example:part","$defs":{"p":{"$id":"urn:example:part","type":"string"}}}""")]
    public void A_local_reference_is_followed(string schema)
    {
        Assert.True(SchemaText.Fits(schema, "\"text\""));
        Assert.False(SchemaText.Fits(schema, "1"));
    }
}
