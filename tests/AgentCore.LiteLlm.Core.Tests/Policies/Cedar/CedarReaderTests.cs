using System.Text.Json;
using AgentCore.LiteLlm.Policies.Cedar;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Policies.Cedar;

public sealed class CedarReaderTests
{
    private const string Call = """
        {"amount":250,"region":"eu-west-1","tags":["a","b"],"dry":true,"to":{"name":"Ann","age":41},"price":1.5,"none":null,"twice":1,"twice":2,
         "long":9223372036854775807,"longer":9223372036854775808,"e":1e3,"x-y":"z","mixed":[1,2.5]}
        """;

    [Theory]
    [InlineData("context.input.amount == 250", true)]
    [InlineData("context.input.amount != 250", false)]
    [InlineData("context.input.amount < 251 && context.input.amount >= 250", true)]
    [InlineData("context.input.amount > -1", true)]
    [InlineData("context.input.long == 9223372036854775807", true)]
    [InlineData("-9223372036854775808 < context.input.amount", true)]
    [InlineData("context.input.region like \"eu-*\"", true)]
    [InlineData("context.input.region like \"EU-*\"", false)]
    [InlineData("\"a*b\" like \"a\\*b\"", true)]
    [InlineData("\"axb\" like \"a\\*b\"", false)]
    [InlineData("context.input.tags.contains(\"a\")", true)]
    [InlineData("context.input.tags.containsAll([\"b\", \"a\", \"b\"])", true)]
    [InlineData("context.input.tags.containsAny([\"c\"])", false)]
    [InlineData("context.input.tags == [\"b\", \"a\"]", true)]
    [InlineData("[1, 1] == [1]", true)]
    [InlineData("context.input has to.name && context.input.to.age > 40", true)]
    [InlineData("context.input has nothing || context.input.dry", true)]
    [InlineData("!(context.input has \"x-y\")", false)]
    [InlineData("context.input[\"x-y\"] == \"z\"", true)]
    [InlineData("context[\"input\"].amount == 250", true)]
    [InlineData("context has input", true)]
    [InlineData("context.input.amount == \"250\"", false)]
    [InlineData("context.input has price", true)]
    [InlineData("false && context.input.nothing", false)]
    [InlineData("true || context.input.price > 1", true)]
    [InlineData("context.input.region == // why\n \"\\u{65}u-west-1\"", true)]
    public void A_condition_is_true_or_false(string condition, bool expected) =>
        Assert.Equal(new CedarValue.Truth(expected), Judge(condition));

    [Theory]
    [InlineData("context.input.nothing == 1", "'context.input' has no 'nothing'")]
    [InlineData("context.input.to.nothing == 1", "'context.input.to' has no 'nothing'")]
    [InlineData("context.input.price > 1", "'context.input.price' is no whole number of 64 bits, and Cedar has no other")]
    [InlineData("context.input.e == 1000", "'context.input.e' is no whole number of 64 bits, and Cedar has no other")]
    [InlineData("context.input.longer > 1", "'context.input.longer' is no whole number of 64 bits, and Cedar has no other")]
    [InlineData("context.input.mixed.contains(1)", "'context.input.mixed' is no whole number of 64 bits, and Cedar has no other")]
    [InlineData("context.input.none == 1", "'context.input.none' is null, which Cedar does not know")]
    [InlineData("context.input has none", "'context.input.none' is null, which Cedar does not know")]
    [InlineData("context.input.twice == 1", "'context.input.twice' is there more than once")]
    [InlineData("context.input.region < 1", "'<' needs numbers, not text")]
    [InlineData("context.input.amount like \"2*\"", "'like' needs text, not a number")]
    [InlineData("context.input.region.contains(\"e\")", "'.contains()' needs a set, not text")]
    [InlineData("context.input.amount && true", "'&&' needs true or false, not a number")]
    [InlineData("true && context.input.amount", "'&&' needs true or false, not a number")]
    [InlineData("context.input.nothing == 1 || true", "'context.input' has no 'nothing'")]
    [InlineData("!context.input.tags", "'!' needs true or false, not a set")]
    [InlineData("context.input == context.input", "'context.input.price' is no whole number of 64 bits, and Cedar has no other")]
    public void What_cannot_be_told_says_why_without_any_value(string condition, string reason) =>
        Assert.Equal(reason, Assert.IsType<CedarValue.Fault>(Judge(condition)).Message);

    [Theory]
    [InlineData("principal == User::\"a\"", 0, "'principal' cannot be judged here")]
    [InlineData("context.input.a == 1 && resource has x", 24, "'resource' cannot be judged here")]
    [InlineData("principal.hasTag(\"scope\")", 0, "'principal' cannot be judged here")]
    [InlineData("context.system.now > 1", 8, "what the context holds beside 'input' cannot be judged here")]
    [InlineData("ip(context.input.a).isLoopback()", 0, "'ip()' cannot be judged here")]
    [InlineData("context.input.a in [1]", 16, "'in' cannot be judged here")]
    [InlineData("context.input.a is User", 16, "'is' cannot be judged here")]
    [InlineData("if true then true else false", 0, "'if ... then ... else' cannot be judged here")]
    [InlineData("context.input.a + 1 == 2", 16, "arithmetic cannot be judged here")]
    [InlineData("1 == context.input.a * 2", 21, "arithmetic cannot be judged here")]
    [InlineData("context.input.a.isEmpty()", 16, "'.isEmpty()' cannot be judged here")]
    [InlineData("User::\"a\" == User::\"a\"", 0, "an entity cannot be judged here")]
    public void What_goes_beyond_the_arguments_is_known_and_refused(string condition, int offset, string message) =>
        Assert.Equal(new CedarProblem(message, offset, IsForeign: true), Read(condition));

    [Theory]
    [InlineData("", 0, "it ends where a value is expected")]
    [InlineData("context.input.a = 1", 16, "an operator or the end is expected, not '='")]
    [InlineData("context.input.a == 'x'", 19, "a value is expected, not '''")]
    [InlineData("context.input.a == \"x", 19, "a text has no closing quote")]
    [InlineData("(context.input.a == 1", 21, "it ends where ')' is expected")]
    [InlineData("1 < 2 < 3", 6, "comparisons in a row need parentheses")]
    [InlineData("!!!!!true", 0, "there are more than four '!' in a row")]
    [InlineData("context.input.a == 9223372036854775808", 19, "the number does not fit into 64 bits")]
    [InlineData("context.input.a like 1", 21, "a pattern in double quotes is expected, not '1'")]
    [InlineData("context.input.if == 1", 14, "a name is expected, not 'if'")]
    [InlineData("\"a\\q\" == \"\"", 0, "the text holds an escape that Cedar does not have")]
    [InlineData("amount > 1", 0, "'amount' is nothing that Cedar knows; text stands in double quotes, and arguments are named 'context.input...'")]
    public void What_is_no_Cedar_says_where(string condition, int offset, string message) =>
        Assert.Equal(new CedarProblem(message, offset, IsForeign: false), Read(condition));

    [Theory]
    [InlineData("(", "true", ")")]
    [InlineData("[", "1", "] == []")]
    [InlineData("", "context.input", ".a")]
    public void Depth_without_end_is_refused_and_ends_nothing(string before, string middle, string after) =>
        Assert.NotNull(Read($"{string.Concat(Enumerable.Repeat(before, 100_000))}{middle}{string.Concat(Enumerable.Repeat(after, 100_000))}"));

    [Fact]
    public void A_long_chain_is_no_depth() => Assert.Equal(new CedarValue.Truth(true), Judge($"true{string.Concat(Enumerable.Repeat(" && true", 50_000))}"));

    private static CedarProblem? Read(string condition)
    {
        Assert.Null(CedarReader.Read(condition, out CedarProblem? problem));
        return problem;
    }

    private static CedarValue Judge(string condition)
    {
        CedarExpression? read = CedarReader.Read(condition, out CedarProblem? problem);
        Assert.Null(problem);
        return read!.Evaluate(JsonDocument.Parse(Call).RootElement);
    }
}
