using AgentCore.LiteLlm.Memories;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Memories;

/// <summary>Which memories fit a text, and how well.</summary>
public sealed class MemoryRankingTests
{
    private static readonly string[] Facts =
    [
        "The user's favourite colour is blue.",
        "The user lives in Bern and works in Zurich.",
        "The user is allergic to peanuts.",
        "The user's dog is called Bello.",
        "The user speaks German and French.",
    ];

    [Theory]
    [InlineData("What is my favourite colour?", 0)]
    [InlineData("How far is ZURICH?", 1)]
    [InlineData("May I eat this? It has peanuts in it, I think, and I am not sure what to do about it now.", 2)]
    [InlineData("bello", 3)]
    public void What_shares_the_rare_words_comes_first(string text, int first) => Assert.Equal(Facts[first], Rank(text, 0.3, Facts)[0]);

    [Theory]
    [InlineData("How do I bake bread?")]
    [InlineData("")]
    [InlineData("?!")]
    public void What_shares_nothing_does_not_fit(string text) => Assert.Empty(Rank(text, 0, Facts));

    [Fact]
    public void What_shares_only_what_all_have_is_not_relevant() => Assert.Empty(Rank("Tell the user who the chancellor is", 0.3, Facts));

    [Fact]
    public void One_memory_alone_is_found_by_half_of_the_question() => Assert.Single(Rank("What is my favourite colour?", 0.3, Facts[0]));

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 1)]
    public void Relevance_is_at_most_one(double least, int count) =>
        Assert.Equal(count, Rank("blue whale", least, "blue whale", "blue bird song of the sea").Length);

    [Fact]
    public void No_more_are_taken_than_are_asked_for_and_of_equals_the_newer_one() =>
        Assert.Equal("n2", Ranking("same words", "same words", "same words").Find("same words", 1, 0).Single().Id);

    [Theory]
    [InlineData("Größe GRÖSSE", "größe|grösse")]
    [InlineData("it's e-mail: a_b 42", "it|s|e|mail|a|b|42")]
    [InlineData("ﬁne Ａｂｃ", "fine|abc")]
    [InlineData("東京都に", "東京|京都|都に")]
    [InlineData("犬", "犬")]
    [InlineData("a犬b", "a|犬|b")]
    [InlineData("a東京b 犬", "a|東京|b|犬")]
    [InlineData("नमस्ते दुनिया", "नमस्ते|दुनिया")]
    [InlineData("\uD800", "")]
    public void Words_are_letters_and_digits_in_one_case_and_pairs_where_there_are_no_spaces(string text, string words) =>
        Assert.Equal(words.Length == 0 ? [] : words.Split('|'), MemoryWords.Of(text));

    private static string[] Rank(string text, double least, params string[] memories) => [.. Ranking(memories).Find(text, 10, least).Select(m => m.Text)];

    private static MemoryRanking Ranking(params string[] memories) => new(
        [.. memories.Select((m, at) => new KeptMemory($"n{at}", "n", "s", "", "", DateTimeOffset.UnixEpoch.AddHours(at), m, false))]);
}
