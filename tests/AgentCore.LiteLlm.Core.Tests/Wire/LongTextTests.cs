using System.Text;
using AgentCore.LiteLlm.Wire;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Wire;

public sealed class LongTextTests
{
    // No attribute can hold half a character.
    public static TheoryData<string> Words => ["plain Latin é\0ÿ ", "世界 😀 and Latin ", "half \uD83D of one "];

    [Theory]
    [MemberData(nameof(Words), DisableDiscoveryEnumeration = true)]
    public void The_text_is_the_same_however_it_came(string words)
    {
        Random random = new(7);
        LongText text = new();
        StringBuilder expected = new();
        Assert.True(text.IsEmpty);
        for (int i = 0; i < 4000; i++)
        {
            string piece = random.Next(50) == 0 ? new string('x', random.Next(40_000)) : words[..random.Next(words.Length + 1)];
            text.Append(piece);
            expected.Append(piece);
        }

        Assert.False(text.IsEmpty);
        Assert.Equal(expected.ToString(), text.ToString());
    }

    [Fact]
    public void Latin_text_takes_a_byte_for_each_character()
    {
        string piece = new('x', 1_000_000);
        LongText text = new();
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int i = 0; i < 20; i++)
        {
            text.Append(piece);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 19_000_000, 23_000_000);
        Assert.Equal(20_000_000, text.ToString().Length);
    }
}
