using System.Text.Json;
using AgentCore.LiteLlm.Schemas;
using AgentCore.LiteLlm.Simulation;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Simulation;

public sealed class SchemaInstanceTests
{
    [Theory]
    [InlineData("true", "null")]
    [InlineData("{}", "null")]
    [InlineData("""{"type":"string"}""", "\"x\"")]
    [InlineData("""{"type":"string","maxLength":0}""", "\"\"")]
    [InlineData("""{"type":"string","pattern":"^$"}""", "\"\"")]
    [InlineData("""{"type":"array","items":{"type":"string"},"minItems":1}""", """["x"]""")]
    [InlineData("""{"type":"boolean"}""", "false")]
    [InlineData("""{"type":"null"}""", "null")]
    [InlineData("""{"type":["string","null"]}""", "\"x\"")]
    [InlineData("""{"const":{"a":[1]}}""", """{"a":[1]}""")]
    [InlineData("""{"enum":["red","green"]}""", "\"red\"")]
    [InlineData("""{"enum":["red","green"],"default":"green"}""", "\"green\"")]
    [InlineData("""{"enum":["red","green"],"default":"blue"}""", "\"red\"")]
    [InlineData("""{"type":"string","default":"d","examples":["e"]}""", "\"d\"")]
    [InlineData("""{"type":"string","examples":["e"]}""", "\"e\"")]
    [InlineData("""{"type":"string","minLength":3}""", "\"xxx\"")]
    [InlineData("""{"type":"string","format":"date"}""", "\"2025-01-01\"")]
    [InlineData("""{"type":"string","format":"uuid"}""", "\"00000000-0000-4000-8000-000000000000\"")]
    [InlineData("""{"minLength":1}""", "\"x\"")]
    public void A_value_is_the_least_that_is_allowed(string schema, string expected) => Assert.Equal(expected, Of(schema));

    [Theory]
    [InlineData("""{"type":"integer"}""", "0")]
    [InlineData("""{"type":"integer","minimum":-5,"maximum":5}""", "0")]
    [InlineData("""{"type":"integer","minimum":2.5}""", "3")]
    [InlineData("""{"type":"integer","exclusiveMinimum":0}""", "1")]
    [InlineData("""{"type":"integer","maximum":-3}""", "-3")]
    [InlineData("""{"type":"integer","exclusiveMaximum":0}""", "-1")]
    [InlineData("""{"type":"integer","minimum":10,"multipleOf":7}""", "14")]
    [InlineData("""{"type":"integer","minimum":1,"multipleOf":0.5}""", "1")]
    [InlineData("""{"type":"number","minimum":1.5}""", "2")]
    [InlineData("""{"type":"number","exclusiveMinimum":0,"exclusiveMaximum":1}""", "0.5")]
    [InlineData("""{"type":"number","minimum":1.1,"maximum":1.2}""", "1.15")]
    [InlineData("""{"minimum":9007199254740993}""", "9007199254740993")]
    [InlineData("""{"type":"number","minimum":1e300}""", "0")]
    [InlineData("""{"type":"number","minimum":1e28,"multipleOf":1e-28}""", "10000000000000000000000000000")]
    public void A_number_is_the_nearest_to_zero(string schema, string expected) => Assert.Equal(expected, Of(schema));

    [Theory]
    [InlineData("""{"type":"array","items":{"type":"integer"}}""", "[]")]
    [InlineData("""{"type":"array","items":{"type":"integer"},"minItems":2}""", "[0,0]")]
    [InlineData("""{"type":"array","items":{"type":"integer"},"minItems":3,"uniqueItems":true}""", "[0,1,2]")]
    [InlineData("""{"type":"array","items":{"enum":["a","b"]},"minItems":2,"uniqueItems":true}""", """["a","b"]""")]
    [InlineData(
        """{"type":"array","items":{"type":"object","required":["n"],"properties":{"n":{"type":"string"}}},"minItems":2,"uniqueItems":true}""",
        """[{"n":"x"},{"n":"xx"}]""")]
    [InlineData("""{"prefixItems":[{"type":"string"},{"type":"boolean"}],"items":{"type":"integer"},"minItems":3}""", "[\"x\",false,0]")]
    [InlineData("""{"type":"array","contains":{"const":7},"minItems":2}""", "[7,null]")]
    [InlineData("""{"type":"array","contains":{"const":7},"minContains":2}""", "[7,7]")]
    public void An_array_has_the_items_it_must(string schema, string expected) => Assert.Equal(expected, Of(schema));

    [Theory]
    [InlineData("""{"properties":{"a":{"type":"string"},"b":{"type":"integer"}}}""", "{}")]
    [InlineData("""{"properties":{"a":{"type":"string"},"b":{"type":"integer"}},"required":["b","a"]}""", """{"a":"x","b":0}""")]
    [InlineData("""{"type":"object","required":["a"]}""", """{"a":null}""")]
    [InlineData("""{"type":"object","required":["a"],"additionalProperties":{"type":"integer"}}""", """{"a":0}""")]
    [InlineData("""{"properties":{"a":{"type":"integer"}},"minProperties":2}""", """{"a":0,"property1":null}""")]
    [InlineData("""{"properties":{"a":{"type":"integer"}},"required":["a"],"dependentRequired":{"a":["b"],"b":["c"]}}""", """{"a":0,"b":null,"c":null}""")]
    public void An_object_has_the_properties_it_must(string schema, string expected) => Assert.Equal(expected, Of(schema));

    [Theory]
    [InlineData("""{"$ref":"#/$defs/a~1b","$defs":{"a/b":{"type":"integer","minimum":4}}}""", "4")]
    [InlineData("""{"$ref":"#named","$defs":{"x":{"$anchor":"named","type":"boolean"}}}""", "false")]
    [InlineData("""{"$ref":"#/$defs/a","default":5,"$defs":{"a":{"type":"integer"}}}""", "5")]
    [InlineData("""{"$ref":"item","$id":"https://example.com/all","$defs":{"x":{"$id":"item","type":"boolean"}}}""", "false")]
    [InlineData("""{"$ref":"#/definitions/x","definitions":{"x":{"type":"integer","minimum":3}}}""", "3")]
    [InlineData("""{"$ref":"#/$defs/a","$defs":{"a":{"type":"boolean"},"b":{"$anchor":"1 wrong"}}}""", "false")]
    [InlineData("""{"$ref":"https://example.com/other.json"}""", "null")]
    [InlineData("""{"$ref":"#/$defs/missing"}""", "null")]
    [InlineData("""{"allOf":[{"required":["a"],"properties":{"a":{"minimum":2}}},{"properties":{"a":{"type":"integer","minimum":3}}}]}""", """{"a":3}""")]
    [InlineData("""{"anyOf":[{"type":"integer"},{"type":"null"}]}""", "0")]
    [InlineData("""{"oneOf":[{"const":"x"},{"const":"y"}]}""", "\"x\"")]
    public void Schemas_that_are_made_of_others_are_put_together(string schema, string expected) => Assert.Equal(expected, Of(schema));

    [Theory]
    [InlineData("""{"type":"object","required":["next"],"properties":{"next":{"anyOf":[{"$ref":"#"},{"type":"null"}]}}}""", """{"next":null}""")]
    [InlineData(
        """{"$ref":"#/$defs/n","$defs":{"n":{"required":["v","l"],"properties":{"v":{"type":"integer"},"l":{"anyOf":[{"$ref":"#/$defs/n"},{"type":"null"}]}}}"""
            + """}}""",
        """{"v":0,"l":null}""")]
    [InlineData("""{"required":["kids"],"properties":{"kids":{"type":"array","items":{"$ref":"#"}}}}""", """{"kids":[]}""")]
    [InlineData("""{"$ref":"#"}""", "null")]
    [InlineData("""{"$ref":"#/$defs/a","$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/a"}}}""", "null")]
    public void A_schema_that_holds_itself_ends(string schema, string expected) => Assert.Equal(expected, Of(schema));

    [Theory]
    [InlineData("""{"required":["l","r"],"properties":{"l":{"$ref":"#"},"r":{"$ref":"#"}}}""")]
    [InlineData("""{"type":"array","minItems":1000000000,"items":{"type":"integer"}}""")]
    [InlineData("""{"type":"array","minItems":2,"items":{"$ref":"#"}}""")]
    [InlineData("""{"type":"string","minLength":2000000000}""")]
    [InlineData("""{"type":"object","minProperties":2000000000}""")]
    [InlineData("""{"type":"string","pattern":"^(a{1000}){1000}{1000}$"}""")]
    [InlineData("""{"type":"string","pattern":"((((((((((a*)*)*)*)*)*)*)*)*)*$b"}""")]
    public void A_schema_that_asks_for_too_much_gives_a_bounded_answer(string schema)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();

        string value = Of(schema);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000_000);
        using JsonDocument parsed = JsonDocument.Parse(value, new JsonDocumentOptions { MaxDepth = 300 });
        Assert.InRange(value.Length, 1, 1_000_000);
    }

    [Theory]
    [InlineData("^[A-Z]{3}$", "AAA")]
    [InlineData(@"^\d{4}-\d{2}$", "0000-00")]
    [InlineData("^(yes|no)$", "yes")]
    [InlineData("^(?:a|b)+c?$", "a")]
    [InlineData("^(?<word>[^a-z]+)$", "0")]
    [InlineData(@"^\+?[0-9 ]{7,}$", "0000000")]
    [InlineData("^#[0-9a-fA-F]{6}$", "#000000")]
    [InlineData(@"^[\w.]+@[\w.]+\.com$", "a@a.com")]
    [InlineData("", "")]
    public void A_text_follows_the_usual_patterns(string pattern, string expected) =>
        Assert.Equal(expected, PatternSample.Find(pattern, 0, 0));

    [Theory]
    [InlineData("^[a-z]+$", 5, "aaaaa")]
    [InlineData("^[a-z]*$", 5, "aaaaa")]
    [InlineData("^[a-z]{2,4}$", 3, "aaaa")]
    public void A_pattern_is_repeated_up_to_the_least_length(string pattern, int least, string expected) =>
        Assert.Equal(expected, PatternSample.Find(pattern, least, 0));

    [Theory]
    [InlineData("(")]
    [InlineData("(?=a)b")]
    [InlineData("^a{2}{3}$*")]
    [InlineData("[")]
    [InlineData("[a")]
    [InlineData("\\")]
    [InlineData(@"^(a)\1$")]
    public void A_pattern_that_cannot_be_followed_is_left_alone(string pattern) => Assert.Null(PatternSample.Find(pattern, 0, 0));

    [Theory]
    [InlineData(
        """{"type":"object","additionalProperties":false,"required":["id","tags","size","kind"],"properties":{"id":{"type":"string","format":"uuid"},"tags":"""
            + """{"type":"array","minItems":2,"uniqueItems":true,"items":{"type":"string","minLength":2,"maxLength":9}},"size":"""
            + """{"type":"number","exclusiveMinimum":0,"maximum":0.5},"kind":{"enum":["a","b"]}}}""")]
    [InlineData(
        """{"required":["steps"],"properties":{"steps":{"type":"array","minItems":1,"items":{"$ref":"#/$defs/step"}}},"$defs":{"step":"""
            + """{"type":"object","required":["text","code","then"],"properties":{"text":{"type":"string"},"code":{"pattern":"^[A-Z]{2}-\\d{3}$"},"then":"""
            + """{"anyOf":[{"type":"null"},{"$ref":"#/$defs/step"}]}}}}}""")]
    [InlineData("""{"oneOf":[{"required":["circle"],"properties":{"circle":{"type":"integer","minimum":1}}},{"required":["square"]}]}""")]
    [InlineData(
        """{"type":"object","minProperties":3,"properties":{"a":{"type":"boolean"}},"additionalProperties":{"type":"integer","multipleOf":3,"minimum":1}}""")]
    public void A_value_passes_the_products_own_validator(string schema) => Check(schema);

    [Theory]
    [InlineData("date")]
    [InlineData("time")]
    [InlineData("date-time")]
    [InlineData("duration")]
    [InlineData("email")]
    [InlineData("idn-email")]
    [InlineData("hostname")]
    [InlineData("idn-hostname")]
    [InlineData("ipv4")]
    [InlineData("ipv6")]
    [InlineData("uri")]
    [InlineData("uri-reference")]
    [InlineData("uri-template")]
    [InlineData("iri")]
    [InlineData("iri-reference")]
    [InlineData("uuid")]
    [InlineData("json-pointer")]
    [InlineData("relative-json-pointer")]
    [InlineData("regex")]
    [InlineData("unknown")]
    public void A_text_has_its_format_however_many_are_wanted(string format) =>
        Check($$$"""{"type":"array","minItems":12,"uniqueItems":true,"items":{"type":"string","format":"{{{format}}}"}}""");

    private static void Check(string schema)
    {
        using JsonDocument value = JsonDocument.Parse(Of(schema));

        Assert.Empty(JsonSchema.Read(schema, out _)!.Validate(value.RootElement));
    }

    private static string Of(string schema)
    {
        using JsonDocument document = JsonDocument.Parse(schema);
        return SchemaInstance.Of(document.RootElement);
    }
}
