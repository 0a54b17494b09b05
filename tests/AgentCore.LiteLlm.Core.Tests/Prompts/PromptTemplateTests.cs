using System.Collections.Immutable;
using AgentCore.LiteLlm.Prompts;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Prompts;

public sealed class PromptTemplateTests
{
    private static readonly ImmutableDictionary<string, string> Values = ImmutableDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase)
        .Add("city", "Rome {{ evil }}")
        .Add("n", "$1");

    [Theory]
    [InlineData("To {{city}}, {{ City }}.", "To Rome {{ evil }}, Rome {{ evil }}.")]
    [InlineData("{{n}}{{n}}", "$1$1")]
    [InlineData("\\{{city}} {{{city}}}", "{{city}} {Rome {{ evil }}}")]
    [InlineData("{{}} {{ }} {{1}} {city} {{a b}} }}", "{{}} {{ }} {{1}} {city} {{a b}} }}")]
    public void A_place_is_filled_once_and_everything_else_stays(string text, string expected) =>
        Assert.Equal(expected, PromptTemplate.Fill(text, Values, out _, out _));

    [Fact]
    public void Every_missing_name_is_told_once_and_every_unused_one_too()
    {
        PromptTemplate.Fill("{{b}} {{a}} {{b}} {{city}}", Values, out ImmutableArray<string> missing, out ImmutableArray<string> unused);

        Assert.Equal(["b", "a"], missing);
        Assert.Equal(["n"], unused);
    }
}
