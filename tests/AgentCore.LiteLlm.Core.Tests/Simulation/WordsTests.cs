using AgentCore.LiteLlm.Simulation;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Simulation;

public sealed class WordsTests
{
    [Theory]
    [InlineData(null, 0)]
    [InlineData("", 0)]
    [InlineData(" \n", 0)]
    [InlineData("a", 1)]
    [InlineData(" a  b\nc ", 3)]
    public void Count_goes_by_white_space(string? text, int expected) => Assert.Equal(expected, Words.Count(text));

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a")]
    [InlineData(" a  b\nc ")]
    [InlineData("😀 😀😀")]
    public void The_pieces_together_are_the_text(string text)
    {
        Assert.Equal(text, string.Concat(Words.Split(text)));
        Assert.Equal(text, string.Concat(Words.Split(text, 1)));
        Assert.Equal(text, string.Concat(Words.Split(text, 3)));
        Assert.Equal(text, string.Concat(Words.Split(text, 100)));
    }

    [Fact]
    public void Split_never_cuts_a_character() =>
        Assert.All(Words.Split("😀😀😀a😀", 100), piece => Assert.True(piece.Length == 2 || piece == "a"));

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "a")]
    [InlineData(2, "a b ")]
    [InlineData(3, "a b ")]
    public void Take_keeps_whole_words(int words, string expected) => Assert.Equal(expected, Words.Take("a b ", words));
}
