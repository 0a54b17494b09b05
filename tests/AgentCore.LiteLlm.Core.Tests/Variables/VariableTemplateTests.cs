using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.Variables;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Variables;

public sealed class VariableTemplateTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("${SET}", "value")]
    [InlineData("a ${SET} b ${SET}", "a value b value")]
    [InlineData("${UNSET:-fallback}", "fallback")]
    [InlineData("${EMPTY:-fallback}", "fallback")]
    [InlineData("${SET:-fallback}", "value")]
    [InlineData("${UNSET:-}", "")]
    [InlineData("${UNSET:-a:b-c/d}", "a:b-c/d")]
    [InlineData("$${SET}", "${SET}")]
    [InlineData("$SET and $ and }", "$SET and $ and }")]
    [InlineData("${NESTED}", "${SET}")]
    [InlineData("${PADDED}", "padded")]
    public void Expand_puts_values_in_their_places(string text, string expected)
    {
        FixedVariables variables = new(("SET", "value"), ("EMPTY", ""), ("NESTED", "${SET}"), ("PADDED", " padded\n"));

        string? actual = VariableTemplate.Read(text, out _, out _)!.Expand(variables, out string? missing);

        Assert.Equal(expected, actual);
        Assert.Null(missing);
    }

    [Theory]
    [InlineData("${UNSET}", "UNSET")]
    [InlineData("${EMPTY}", "EMPTY")]
    [InlineData("x ${SET} ${A_1} ${B}", "A_1")]
    public void Expand_names_the_first_variable_that_is_missing(string text, string expected)
    {
        string? actual = VariableTemplate.Read(text, out _, out _)!
            .Expand(new FixedVariables(("SET", "s"), ("EMPTY", "")), out string? missing);

        Assert.Null(actual);
        Assert.Equal(expected, missing);
    }

    [Theory]
    [InlineData("ab ${OPEN", 3, "never closed")]
    [InlineData("${}", 0, "name of a variable")]
    [InlineData("${1A}", 0, "name of a variable")]
    [InlineData("${A-B}", 0, "name of a variable")]
    [InlineData("${A:?message}", 0, "only ':-'")]
    [InlineData("x${A:-${B}}", 1, "cannot hold another")]
    public void Read_says_what_is_wrong_and_where(string text, int expectedOffset, string expectedProblem)
    {
        VariableTemplate? template = VariableTemplate.Read(text, out string? problem, out int offset);

        Assert.Null(template);
        Assert.Contains(expectedProblem, problem, StringComparison.Ordinal);
        Assert.Equal(expectedOffset, offset);
    }
}
