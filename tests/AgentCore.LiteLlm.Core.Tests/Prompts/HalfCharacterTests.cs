using AgentCore.LiteLlm.Prompts;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Prompts;

public sealed class HalfCharacterTests
{
    // No attribute can hold half a character.
    public static TheoryData<string, int> Texts => new()
    {
        { "plain 😀 text", 0 },
        { "", 0 },
        { "\uD83D", 1 },
        { "a\uDE00", 2 },
        { "😀\uD83D😀", 3 },
        { "😀\uDE00", 3 },
        { "a\uD83D\uD83D\uDE00", 2 },
    };

    [Theory]
    [MemberData(nameof(Texts), DisableDiscoveryEnumeration = true)]
    public void Half_a_character_is_found(string text, int place) => Assert.Equal(place, HalfCharacter.Find(text));
}
