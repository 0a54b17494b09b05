using AgentCore.LiteLlm.Schemas;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Schemas;

public sealed class SchemaViolationTests
{
    [Theory]
    [InlineData("""{"type":"number"}""", "\"12\"", "$ must be a number, but it is a string")]
    [InlineData("""{"type":["string","null"]}""", "1", "$ must be a string or null, but it is a number")]
    [InlineData("""{"type":"integer"}""", "1.5", "$ must be an integer, but it is 1.5")]
    [InlineData("""{"enum":["red","blue"]}""", "\"green\"", "$ must be one of \"red\", \"blue\", but it is \"green\"")]
    [InlineData("""{"enum":[1,2,3,4,5,6,7,8,9,10,11,12]}""", "0", "$ must be one of 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 … (2 more), but it is 0")]
    [InlineData("""{"const":{"a": 1}}""", "{}", "$ must be {\"a\": 1}, but it is an object")]
    [InlineData("""{"minimum":1}""", "0", "$ must be at least 1, but it is 0")]
    [InlineData("""{"maximum":1}""", "2", "$ must be at most 1, but it is 2")]
    [InlineData("""{"exclusiveMinimum":1}""", "1", "$ must be greater than 1, but it is 1")]
    [InlineData("""{"exclusiveMaximum":1}""", "1.0", "$ must be less than 1, but it is 1.0")]
    [InlineData("""{"multipleOf":0.01}""", "1.234", "$ must be a multiple of 0.01, but it is 1.234")]
    [InlineData("""{"minLength":2}""", "\"a\"", "$ must have at least 2 characters, but it has 1")]
    [InlineData("""{"maxLength":1}""", "\"ab\"", "$ must have at most 1 character, but it has 2")]
    [InlineData("""{"maxItems":0}""", "[1]", "$ must have at most 0 items, but it has 1")]
    [InlineData("""{"minProperties":1}""", "{}", "$ must have at least 1 property, but it has 0")]
    [InlineData("""{"maxProperties":2}""", """{"a":1,"b":2,"c":3}""", "$ must have at most 2 properties, but it has 3")]
    [InlineData("""{"pattern":"^[a-z]+$"}""", "\"A1\"", "$ must match the pattern ^[a-z]+$, but it is \"A1\"")]
    [InlineData("""{"format":"date"}""", "\"31.5.2024\"", "$ must be a date such as 2024-05-31 (format 'date'), but it is \"31.5.2024\"")]
    [InlineData("""{"uniqueItems":true}""", """["a","b","a"]""", "$ must not repeat an item, but items 0 and 2 are both \"a\"")]
    [InlineData("""{"contains":{"const":1},"minContains":2}""", "[1]", "$ must contain at least 2 of the items that fit {\"const\":1}, but it contains 1")]
    [InlineData("""{"prefixItems":[true],"items":false}""", "[1,2]", "$ must have at most 1 item, but it has 2")]
    [InlineData("""{"required":["total"]}""", "{}", "$ lacks the required property 'total'")]
    [InlineData("""{"dependentRequired":{"a":["b"]}}""", """{"a":1}""", "$ lacks the property 'b', which is required when 'a' is present")]
    [InlineData("""{"properties":{"a":true},"additionalProperties":false}""", """{"b":1}""", "$.b is not allowed; the known properties are 'a'")]
    [InlineData("""{"unevaluatedProperties":false}""", """{"b":1}""", "$.b is not allowed")]
    [InlineData("""{"propertyNames":{"maxLength":2}}""", """{"abc":1}""", "$.abc has a name that is not allowed: the name must have at most 2 characters, but "
        + "it has 3")]
    [InlineData("""{"not":{"type":"string"}}""", "\"a\"", "$ must not fit {\"type\":\"string\"}")]
    [InlineData("false", "1", "$ is not allowed")]
    public void Validate_says_what_must_change(string schema, string instance, string expected)
    {
        SchemaViolation[] violations = SchemaText.Check(schema, instance);

        Assert.Equal([expected], violations.Select(violation => violation.Message));
    }

    [Fact]
    public void Validate_reports_each_violation_with_its_place_rule_and_keyword()
    {
        const string Schema = """
            {
              "$ref": "#/$defs/order",
              "$defs": {
                "order": {
                  "required": ["total"],
                  "properties": { "items": { "items": { "properties": { "price": { "type": "number" }, "a b": { "minimum": 0 } } } } }
                }
              }
            }
            """;

        SchemaViolation[] violations = SchemaText.Check(Schema, """{"items":[{"price":1},{"price":"2","a b":-1}]}""");

        Assert.Equal(
            [
                new("$", "/$defs/order/required", "required", "$ lacks the required property 'total'"),
                new(
                    "$.items[1].price", "/$defs/order/properties/items/items/properties/price/type", "type",
                    "$.items[1].price must be a number, but it is a string"),
                new(
                    "$.items[1]['a b']", "/$defs/order/properties/items/items/properties/a b/minimum", "minimum",
                    "$.items[1]['a b'] must be at least 0, but it is -1"),
            ],
            violations);
    }

    [Theory]
    [InlineData("""{"it's":0}""", @"$['it\'s']")]
    [InlineData("""{"a\nb":0}""", @"$['a\u000ab']")]
    [InlineData("""{"":0}""", "$['']")]
    [InlineData("""{"1st":0}""", "$['1st']")]
    [InlineData("""{"ünï":0}""", "$['ünï']")]
    [InlineData("[[0]]", "$[0][0]")]
    public void InstancePath_is_a_JSON_path(string instance, string expected)
    {
        SchemaViolation violation = Assert.Single(SchemaText.Check(
            """{"additionalProperties":{"$ref":"#"},"items":{"$ref":"#"},"type":["object","array"]}""", instance));

        Assert.Equal(expected, violation.InstancePath);
    }

    [Theory]
    [InlineData("1", "$ must be a string or null, but it is a number")]
    [InlineData("""{"kind":"triangle"}""", "$.kind must be \"circle\" or \"square\", but it is \"triangle\"")]
    [InlineData("""{"kind":"square"}""", "$ lacks the required property 'side'")]
    [InlineData("""{"kind":"circle","radius":"1"}""", "$.radius must be a number, but it is a string")]
    [InlineData(
        """{}""",
        "$ fits none of the allowed forms: $ lacks the required property 'kind', and $ lacks the required property 'radius'; or $ lacks the required property "
            + "'kind', and $ lacks the required property 'side'")]
    public void A_union_reports_what_the_branch_that_was_meant_objects_to(string instance, string expected)
    {
        const string Branches = """
            [
              { "type": "object", "required": ["kind", "radius"], "properties": { "kind": { "const": "circle" }, "radius": { "type": "number" } } },
              { "type": "object", "required": ["kind", "side"], "properties": { "kind": { "enum": ["square"] }, "side": { "type": "number" } } }
            ]
            """;
        const string Simple = """[{ "type": "string" }, { "type": "null" }]""";
        string schema = instance == "1" ? Simple : Branches;

        Assert.Equal([expected], SchemaText.Check($$"""{"anyOf":{{schema}}}""", instance).Select(violation => violation.Message));
        Assert.Equal([expected], SchemaText.Check($$"""{"oneOf":{{schema}}}""", instance).Select(violation => violation.Message));
    }

    [Fact]
    public void OneOf_names_the_branches_that_fit_too_many()
    {
        SchemaViolation violation = Assert.Single(SchemaText.Check("""{"oneOf":[{"minimum":1},{"type":"string"},{"maximum":9}]}""", "5"));

        Assert.Equal("$ must fit exactly one of 3 forms, but it fits form 1 and form 3", violation.Message);
    }

    [Fact]
    public void Validate_cuts_a_long_list_and_says_how_many_more_there_are()
    {
        string instance = $"[{string.Join(',', Enumerable.Repeat("1", 1000))}]";

        SchemaViolation[] violations = SchemaText.Check("""{"items":{"type":"string"}}""", instance);

        Assert.Equal(21, violations.Length);
        Assert.Equal("$ has 980 more violations that are not listed here", violations[^1].Message);
    }

    [Fact]
    public void A_value_in_a_message_is_cut_and_kept_on_one_line()
    {
        SchemaViolation violation = Assert.Single(SchemaText.Check("""{"maxLength":9,"pattern":""}""", SchemaText.Quoted(new string('x', 100_000))));
        SchemaViolation long_ = Assert.Single(SchemaText.Check("""{"const":"a"}""", SchemaText.Quoted("line\n\u0001" + new string('x', 100_000))));

        Assert.Equal("$ must have at most 9 characters, but it has 100000", violation.Message);
        Assert.Equal($"$ must be \"a\", but it is \"line\\n\\u0001{new string('x', 54)}…\"", long_.Message);
    }

    [Fact]
    public void A_schema_serves_many_threads_at_once()
    {
        JsonSchema schema = SchemaText.Read("""{"items":{"pattern":"^a+$","enum":["a","aa"]},"uniqueItems":true,"unevaluatedItems":false}""");

        bool[] results = [.. ParallelEnumerable.Range(0, 1000).AsOrdered().Select(i =>
            SchemaText.Check(schema, i % 2 == 0 ? """["a","aa"]""" : """["a","b"]""").Length == 0)];

        Assert.All(results, (fits, i) => Assert.Equal(i % 2 == 0, fits));
    }
}
