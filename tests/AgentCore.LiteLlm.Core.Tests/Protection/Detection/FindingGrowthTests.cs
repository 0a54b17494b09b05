using AgentCore.LiteLlm.Protection.Detection;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Protection.Detection;

[Collection(RunsAlone.Name)]
public sealed class FindingGrowthTests
{
    [Theory]
    [InlineData("1")]
    [InlineData("1 ")]
    [InlineData("a@")]
    [InlineData("a.")]
    [InlineData("http://")]
    [InlineData("4111 ")]
    [InlineData("::")]
    [InlineData("\u200B1")]
    [InlineData("&#")]
    [InlineData("a!")]
    [InlineData("+1")]
    [InlineData("call 12345678 ")]
    [InlineData("0044 20 7946 ")]
    [InlineData("+49 (0) 30 901820 x12 ")]
    [InlineData("电话12345678 ")]
    public void Hostile_text_takes_time_in_proportion_to_its_length(string unit)
    {
        PatternDetector detector = new(new EntityDetectorOptions());
        Growth.AssertLinear(400_000 / unit.Length, count =>
        {
            string text = string.Concat(Enumerable.Repeat(unit, count));
            return () => Assert.True(detector.FindAsync([text], TestContext.Current.CancellationToken).AsTask().IsCompletedSuccessfully);
        });
    }
}
