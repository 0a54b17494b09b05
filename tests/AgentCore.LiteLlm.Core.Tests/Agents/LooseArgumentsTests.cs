using System.Text.Json;
using AgentCore.LiteLlm.Agents;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Agents;

public sealed class LooseArgumentsTests
{
    private const string Schema = """
        {"type":"object","properties":{"Text":{"type":"string"},"Count":{"type":"integer"},"Rate":{"type":"number"},"Fast":{"type":"boolean"},
        "Names":{"type":"array","items":{"type":"string"}},"Counts":{"type":"array","items":{"type":"integer"}},
        "Colour":{"type":"string","enum":["Red","Green"]},
        "Map":{"type":"object","properties":{"Inner":{"type":"integer"}}},"Any":{}},"additionalProperties":false}
        """;

    [Theory]
    [InlineData("""{"Count":"3","Rate":"1.5e2"}""", """{"Count":3,"Rate":1.5e2}""")]
    [InlineData("""{"Count":"-12345678901234567890"}""", """{"Count":-12345678901234567890}""")]
    [InlineData("""{"Fast":"True"}""", """{"Fast":true}""")]
    [InlineData("""{"Names":"only"}""", """{"Names":["only"]}""")]
    [InlineData("""{"Counts":["1",2]}""", """{"Counts":[1,2]}""")]
    [InlineData("""{"Colour":"rED"}""", """{"Colour":"Red"}""")]
    [InlineData("""{"text":"low"}""", """{"Text":"low"}""")]
    [InlineData("""{"Text":5}""", """{"Text":"5"}""")]
    [InlineData("""{"Text":"a","Count":null}""", """{"Text":"a"}""")]
    [InlineData("""{"map":{"inner":"7"}}""", """{"Map":{"Inner":7}}""")]
    public void What_can_mean_one_thing_only_becomes_it(string sent, string fitted) => Assert.Equal(fitted, Fit(sent));

    [Theory]
    [InlineData("""{"Count":"three"}""")]
    [InlineData("""{"Count":"0x10"}""")]
    [InlineData("""{"Count":" 3"}""")]
    [InlineData("""{"Count":"1,000"}""")]
    [InlineData("""{"Rate":"1,5"}""")]
    [InlineData("""{"Rate":"NaN"}""")]
    [InlineData("""{"Count":true}""")]
    [InlineData("""{"Fast":"yes"}""")]
    [InlineData("""{"Fast":1}""")]
    [InlineData("""{"Text":{"a":1}}""")]
    [InlineData("""{"Colour":"Blue"}""")]
    [InlineData("""{"text":"a","TEXT":"b"}""")]
    [InlineData("""{"Other":"a"}""")]
    [InlineData("""{"Any":"3"}""")]
    public void What_can_not_stays_as_it_was_sent(string sent) => Assert.Equal(sent, Fit(sent));

    [Fact]
    public void Half_a_character_stays_as_it_came() =>
        Assert.Equal("""{"Text":"\ud83d","Count":3}""", Fit("""{"Text":"\ud83d","Count":"3"}"""));

    private static string Fit(string sent)
    {
        using JsonDocument schema = JsonDocument.Parse(Schema);
        using JsonDocument arguments = JsonDocument.Parse(sent);
        return LooseArguments.Fit(schema.RootElement, arguments.RootElement).GetRawText();
    }
}
