using AgentCore.LiteLlm.Protection;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Protection;

public sealed class SortedValuesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(500)]
    public void The_last_value_up_to_a_text_is_the_one_that_a_sorted_list_gives(int count)
    {
        Random random = new(count);
        SortedValues values = new();
        List<string> sorted = [];
        for (int i = 0; i < count; i++)
        {
            string value = Word(random);
            if (!sorted.Contains(value))
            {
                values.Add(value);
                sorted.Add(value);
                sorted.Sort(StringComparer.Ordinal);
            }

            string text = Word(random);
            Assert.Equal(sorted.LastOrDefault(v => string.CompareOrdinal(v, text) <= 0), values.FindLastUpTo(text));
        }
    }

    [Fact]
    public void Nothing_is_found_where_there_is_nothing() => Assert.Null(new SortedValues().FindLastUpTo("a"));

    // Few letters and lengths, so that values meet, begin alike, and equal the text.
    private static string Word(Random random) => new([.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => "aB\uFFFD"[random.Next(3)])]);
}
