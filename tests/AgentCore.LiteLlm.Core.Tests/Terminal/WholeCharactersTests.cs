using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Terminal;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Terminal;

public sealed class WholeCharactersTests
{
    [Theory]
    [InlineData("a😀b", 0, "")]
    [InlineData("a😀b", 1, "a")]
    [InlineData("a😀b", 2, "a")]
    [InlineData("a😀b", 3, "a😀")]
    [InlineData("a😀b", 4, "a😀b")]
    [InlineData("a😀b", 9, "a😀b")]
    [InlineData("", 3, "")]
    public void A_text_is_cut_between_its_characters(string text, int most, string expected) => Assert.Equal(expected, WholeCharacters.Cut(text, most));

    [Fact]
    public void Half_a_character_that_was_there_before_stays() => Assert.Equal("a\ud83d", WholeCharacters.Cut("a\ud83dbc", 2));

    [Fact]
    public void An_excerpt_ends_with_a_whole_character() => Assert.Equal($"{new string('a', 39)}…", SecretShapes.Excerpt($"{new string('a', 39)}😀b"));
}
