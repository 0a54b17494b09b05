using System.Collections.Immutable;
using AgentCore.LiteLlm.Protection.Detection;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Protection.Detection;

public sealed class UnitedDetectorTests
{
    [Theory]
    [InlineData("ab cd", "ab", "cd", "ONE 0-2, TWO 3-5")]
    [InlineData("abcd", "abc", "cd", "ONE 0-4")]
    [InlineData("abcd", "bc", "abcd", "TWO 0-4")]
    [InlineData("abcd", "ab", "bcd", "TWO 0-4")]
    [InlineData("abcd", "ab", "cd", "ONE 0-2, TWO 2-4")]
    [InlineData("abcd", "ab", "ab", "ONE 0-2")]
    [InlineData("abcd", "x", "y", "")]
    public async Task What_either_finds_is_found_to_its_last_letter(string text, string one, string two, string expected)
    {
        UnitedDetector detector = new([new WordDetector((one, "ONE")), new WordDetector((two, "TWO"))]);

        ImmutableArray<EntityFinding> found = Assert.Single(await detector.FindAsync([text], TestContext.Current.CancellationToken));

        Assert.Equal(expected, string.Join(", ", found.Select(f => $"{f.Entity} {f.Start}-{f.Start + f.Length}")));
    }
}
