using System.Text.Json;
using AgentCore.LiteLlm.ToolServers.Offers;
using Xunit;

namespace AgentCore.LiteLlm.Tests.ToolServers.Offers;

public sealed class ToolSchemaTests
{
    [Theory]
    [InlineData("""{"type":"object"}""", """{"type":"object","properties":{}}""")]
    [InlineData("""{"$schema":"draft-07","type":"object","properties":{"a":{}}}""", """{"type":"object","properties":{"a":{}}}""")]
    [InlineData("""{"properties":{"a":{}},"required":["a"]}""", """{"properties":{"a":{}},"required":["a"],"type":"object"}""")]
    [InlineData("""{"type":"object","properties":{"a":{}},"not":{},"enum":[1]}""", """{"type":"object","properties":{"a":{}}}""")]
    [InlineData(
        """{"anyOf":[{"type":"object","properties":{"a":{},"b":{}},"required":["a","b"]},{"properties":{"b":{},"c":{}},"required":["b"]}]}""",
        """{"properties":{"a":{},"b":{},"c":{}},"required":["b"],"type":"object"}""")]
    [InlineData(
        """{"type":"object","allOf":[{"properties":{"a":{}},"required":["a"]},{"properties":{"b":{}},"required":["b"]}]}""",
        """{"type":"object","properties":{"a":{},"b":{}},"required":["a","b"]}""")]
    [InlineData(
        """{"oneOf":[{"properties":{"a":{"type":"string"}}},{"properties":{"a":{"type":"integer"}}}]}""",
        """{"properties":{"a":{"anyOf":[{"type":"string"},{"type":"integer"}]}},"type":"object"}""")]
    [InlineData(
        """{"$ref":"#/definitions/X","definitions":{"X":{"type":"object","properties":{"a":{}}}}}""",
        """{"type":"object","properties":{"a":{}},"definitions":{"X":{"type":"object","properties":{"a":{}}}}}""")]
    public void A_schema_is_made_one_of_an_object(string schema, string expected)
    {
        JsonElement fit = ToolSchema.Fit(Json(schema), out string? problem) ?? default;

        Assert.Null(problem);
        Assert.True(JsonElement.DeepEquals(Json(expected), fit), fit.GetRawText());
    }

    [Theory]
    [InlineData("true", "no object")]
    [InlineData("""{"type":"array"}""", "no object")]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"https://example.com/x"}}}""", "another document")]
    public void What_no_endpoint_takes_is_said(string schema, string words)
    {
        Assert.Null(ToolSchema.Fit(Json(schema), out string? problem));

        Assert.Contains(words, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_nested_without_end_or_too_long_is_refused()
    {
        string deep = string.Concat(Enumerable.Repeat("""{"type":"object","properties":{"a":""", 30)) + "{}" + new string('}', 60);

        Assert.Null(ToolSchema.Fit(Json(deep), out string? tooDeep));
        Assert.Null(ToolSchema.Fit(Json($$"""{"type":"object","description":"{{new string('x', 70_000)}}"}"""), out string? tooLong));
        Assert.Equal(("its schema is nested too deep", "its schema is longer than any endpoint takes"), (tooDeep, tooLong));
    }

    [Theory]
    [InlineData("get_order", false, "^get_order$")]
    [InlineData("get_order", true, "^shop_get_order$")]
    [InlineData("orders.get", false, "^orders_get_[0-9a-f]{8}$")]
    [InlineData("ö", false, "^__[0-9a-f]{8}$")]
    public void A_name_is_made_one_that_endpoints_take(string name, bool isQualified, string pattern) =>
        Assert.Matches(pattern, ToolNames.Fit("shop", name, isQualified));

    [Fact]
    public void Long_names_that_differ_at_their_end_stay_apart()
    {
        string one = ToolNames.Fit("s", new string('a', 80) + "1", false);
        string other = ToolNames.Fit("s", new string('a', 80) + "2", false);

        Assert.Equal((64, 64), (one.Length, other.Length));
        Assert.NotEqual(one, other);
    }

    private static JsonElement Json(string text)
    {
        using JsonDocument json = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 200 });
        return json.RootElement.Clone();
    }
}
