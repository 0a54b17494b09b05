using AgentCore.LiteLlm.Evaluations;
using CsCheck;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Evaluations;

public sealed class TextSimilarityTests
{
    // The first three are the examples of the paper that introduced the measure, with both shares counted alike.
    [Theory]
    [InlineData("police kill the gunman", "police killed the gunman", 0.75)]
    [InlineData("the gunman kill police", "police killed the gunman", 0.5)]
    [InlineData("the gunman police killed", "police killed the gunman", 0.5)]
    [InlineData("", "", 1)]
    [InlineData("...", "", 1)]
    [InlineData("", "a", 0)]
    [InlineData("Un café", "un CAFE\u0301!", 1)]
    [InlineData("東京は首都", "首都は東京", 0.4)]
    [InlineData("a b", "a b c d e f", 0.5)]
    public void Words_in_common_and_in_order_count(string text, string reference, double expected) =>
        Assert.Equal(expected, TextSimilarity.Of(text, reference), 10);

    // Answers come with halves of characters, for which there is no normal form. Metadata of attributes cannot hold them.
    [Fact]
    public void Half_a_character_is_no_word()
    {
        Assert.Equal(1, TextSimilarity.Of("one two \uD83D", "one two"));
        Assert.Equal(0.5, TextSimilarity.Of("one two", "\uDE00 one three"));
    }

    [Fact]
    public void It_is_what_the_table_of_common_subsequences_says_whatever_the_length() =>
        Gen.Select(Words, Words).Sample(
            (one, other) => Math.Abs(TextSimilarity.Of(string.Join(' ', one), string.Join(' ', other)) - Slowly(one, other)) < 1e-12, iter: 300);

    [Fact]
    public void It_is_the_same_both_ways() =>
        Gen.Select(Words, Words).Sample(
            (one, other) =>
                TextSimilarity.Of(string.Join(' ', one), string.Join(' ', other)) == TextSimilarity.Of(string.Join(' ', other), string.Join(' ', one)),
            iter: 100);

    private static Gen<string[]> Words => Gen.Int[0, 6].Select(n => $"{(char)('a' + n)}").Array[0, 200];

    private static double Slowly(string[] one, string[] other)
    {
        int[][] table = [.. Enumerable.Range(0, one.Length + 1).Select(_ => new int[other.Length + 1])];
        for (int i = 1; i <= one.Length; i++)
        {
            for (int j = 1; j <= other.Length; j++)
            {
                table[i][j] = one[i - 1] == other[j - 1] ? table[i - 1][j - 1] + 1 : Math.Max(table[i - 1][j], table[i][j - 1]);
            }
        }

        int both = one.Length + other.Length;
        return both == 0 ? 1 : 2.0 * table[one.Length][other.Length] / both;
    }
}
