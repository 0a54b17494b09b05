using System.Collections.Immutable;
using AgentCore.LiteLlm.Schemas;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Schemas;

/// <summary>Schemas and values made to hang, to overflow or to eat memory; each has to come to an end of its own.</summary>
public sealed class HostileInputTests
{
    [Theory]
    [InlineData("(a+)+$")]
    [InlineData("^(a+)+$")]
    [InlineData("^(a|aa)+$")]
    [InlineData("^(a|a?)+$")]
    [InlineData("(.*a){20}x")]
    [InlineData("^(?:a?){30}a{30}$")]
    [InlineData(@"^(a+)+\1b$")]
    [InlineData(@"^(?=(a+)+b).*$")]
    [InlineData(@"^(?:a{0,1000}){0,1000}$")]
    [InlineData(@"^(?:a{0,2147483647}){99999999999}b$")]
    public void A_catastrophic_pattern_ends_in_a_violation(string pattern)
    {
        SchemaViolation[] violations = SchemaText.Check(
            $$"""{"pattern":{{SchemaText.Quoted(pattern)}}}""", SchemaText.Quoted(new string('a', 30_000) + "!"));

        Assert.Single(violations);
    }

    [Fact]
    public void Many_slow_matches_end_together()
    {
        string instance = $"[{string.Join(',', Enumerable.Repeat(SchemaText.Quoted(new string('a', 24) + "!"), 10_000))}]";

        SchemaViolation[] violations = SchemaText.Check("""{"items":{"not":{"pattern":"^(a+)+\\1$"}}}""", instance);

        Assert.Contains("too long", Assert.Single(violations).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pattern_that_takes_too_long_is_never_taken_for_a_match_or_its_absence()
    {
        SchemaViolation violation = Assert.Single(SchemaText.Check(
            """{"not":{"pattern":"^(a+)+\\1$"}}""", SchemaText.Quoted(new string('a', 30_000) + "!")));

        Assert.Equal(("$", ""), (violation.InstancePath, violation.Keyword));
        Assert.Contains("takes too long to hold against the pattern", violation.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"items":{"$ref":"#"}}""")]
    [InlineData("""{"anyOf":[{"items":{"$ref":"#"}},{"items":{"$ref":"#"}}]}""")]
    public void A_deeply_nested_value_ends_in_a_violation(string schema)
    {
        string deep = new string('[', 20_000) + new string(']', 20_000);

        SchemaViolation violation = Assert.Single(SchemaText.Check(schema, deep));

        Assert.Contains("nested too deeply", violation.Message, StringComparison.Ordinal);
        Assert.InRange(violation.Message.Length, 1, 1000);
    }

    [Theory]
    [InlineData("""{"uniqueItems":true}""")]
    [InlineData("""{"anyOf":[{"items":{"allOf":[{"$ref":"#"}]}}]}""")]
    public void A_deep_value_is_safe_on_a_small_stack(string text)
    {
        JsonSchema schema = SchemaText.Read(text);
        SchemaViolation[] violations = [];
        Thread thread = new(() => violations = SchemaText.Check(schema, new string('[', 10_000) + new string(']', 10_000)), 256 * 1024);

        thread.Start();
        thread.Join();

        Assert.Contains("nested too deeply", Assert.Single(violations).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"$dynamicAnchor":"n","anyOf":[{"$dynamicRef":"#n"},{"$dynamicRef":"#n"}]}""")]
    [InlineData("""{"$dynamicAnchor":"n","not":{"$dynamicRef":"#n"}}""")]
    public void A_schema_that_refers_to_itself_without_end_ends_in_a_violation(string schema)
    {
        SchemaViolation violation = Assert.Single(SchemaText.Check(schema, "1"));

        Assert.Contains("refers to itself without end", violation.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("allOf", "true")]
    [InlineData("anyOf", "false")]
    [InlineData("oneOf", "false")]
    public void References_that_double_at_every_step_end_in_a_violation(string keyword, string last)
    {
        IEnumerable<string> steps = Enumerable.Range(0, 60)
            .Select(i => $$$"""  "s{{{i}}}":{"{{{keyword}}}":[{"$ref":"#/$defs/s{{{i + 1}}}"},{"$ref":"#/$defs/s{{{i + 1}}}"}]}""");
        string schema = $$"""{"$ref":"#/$defs/s0","$defs":{ {{string.Join(',', steps)}},"s60":{{last}} } }""";

        SchemaViolation violation = Assert.Single(SchemaText.Check(schema, "1"));

        Assert.Contains("more work", violation.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hundred_thousand_unknown_properties_are_counted_not_worded()
    {
        string instance = $"{{{string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"\"p{i}\":1"))}}}";

        SchemaViolation[] violations = SchemaText.Check("""{"properties":{"a":{}},"additionalProperties":false}""", instance);

        Assert.Equal("$ has 99980 more violations that are not listed here", violations[^1].Message);
    }

    [Theory]
    [InlineData("""{"maxLength":3}""", "\"\\ud800\"")]
    [InlineData("""{"enum":["a"]}""", "\"\\udc00x\"")]
    [InlineData("""{"properties":{"a":{}}}""", "{\"\\ud800\":1}")]
    [InlineData("""{"uniqueItems":true}""", "[\"\\ud800\",\"\\ud800\"]")]
    [InlineData("""{"const":{"a":1}}""", "{\"\\ud800\":1}")]
    public void Text_that_is_no_Unicode_is_a_violation(string schema, string instance)
    {
        SchemaViolation violation = Assert.Single(SchemaText.Check(schema, instance));

        Assert.Contains("not valid Unicode", violation.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(300, false)]
    public void A_schema_can_be_nested_only_so_deep(int depth, bool expected)
    {
        string schema = string.Concat(Enumerable.Repeat("{\"not\":", depth)) + "{}" + new string('}', depth);

        Assert.Equal(expected, JsonSchema.Read(schema, out _) is not null);
    }

    [Theory]
    [InlineData(500, true)]
    [InlineData(5000, false)]
    public void A_chain_of_references_is_followed_only_so_far(int length, bool expected)
    {
        IEnumerable<string> links = Enumerable.Range(0, length).Select(i => $$"""  "c{{i}}":{"$ref":"#/$defs/c{{i + 1}}"}""");
        string schema = $$"""{"$ref":"#/$defs/c0","$defs":{ {{string.Join(',', links)}},"c{{length}}":{} } }""";

        Assert.Equal(expected, SchemaText.Fits(schema, "1"));
    }

    // Fuzzing found it: to look for any other name beside such a one throws.
    [Fact]
    public void The_name_of_a_member_with_half_a_character_is_a_problem()
    {
        Assert.Null(JsonSchema.Read("""{"\ud83d$defs":{},"type":"object"}""", out ImmutableArray<SchemaProblem> problems));
        Assert.Contains("half a character", Assert.Single(problems).Message, StringComparison.Ordinal);
    }
}
