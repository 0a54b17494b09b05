using AgentCore.LiteLlm.Schemas;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Schemas;

[Collection(RunsAlone.Name)]
public sealed class ValidationGrowthTests
{
    [Theory]
    [InlineData("""{"uniqueItems":true}""", "N", true)]
    [InlineData("""{"uniqueItems":true}""", "{\"a\":N,\"b\":[]}", true)]
    [InlineData("""{"items":{"enum":[0]}}""", "N", false)]
    public void Items_take_no_square_of_time(string schema, string item, bool fits) => AssertLinear(
        100_000, schema, count => $"[{string.Join(',', Enumerable.Range(1, count).Select(n => item.Replace("N", $"{n}", StringComparison.Ordinal)))}]", fits);

    [Fact]
    public void Properties_take_no_square_of_time() => AssertLinear(
        100_000, """{"additionalProperties":{"type":"integer"}}""", count => $"{{{string.Join(',', Enumerable.Range(0, count).Select(n => $"\"p{n}\":1"))}}}",
        fits: true);

    [Theory]
    [InlineData("""{"type":"integer","multipleOf":7,"minimum":1}""", "N", true)]
    [InlineData("""{"multipleOf":7}""", "N1", false)]
    [InlineData("""{"type":"integer"}""", "0.N", false)]
    [InlineData("""{"maximum":7}""", "1eN", false)]
    public void A_number_takes_no_square_of_its_digits(string schema, string number, bool fits) =>
        AssertLinear(1_000_000, schema, count => number.Replace("N", new string('7', count), StringComparison.Ordinal), fits);

    private static void AssertLinear(int size, string text, Func<int, string> instanceOf, bool fits)
    {
        JsonSchema schema = SchemaText.Read(text);
        Growth.AssertLinear(size, count =>
        {
            string instance = instanceOf(count);
            return () => Assert.Equal(fits, SchemaText.Check(schema, instance).Length == 0);
        });
    }
}
