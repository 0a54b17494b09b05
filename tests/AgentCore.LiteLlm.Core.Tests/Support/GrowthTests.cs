using Xunit;
using Xunit.Sdk;

namespace AgentCore.LiteLlm.Tests.Support;

[Collection(RunsAlone.Name)]
public sealed class GrowthTests
{
    [Fact]
    public void Work_that_grows_with_its_input_passes() => Growth.AssertLinear(80, size => () => Burn(size));

    [Fact]
    public void Work_that_grows_with_the_square_of_its_input_does_not() =>
        Assert.Throws<TrueException>(() => Growth.AssertLinear(32, size => () => Burn(size * size / 2)));

    private static void Burn(int milliseconds)
    {
        TimeSpan end = Environment.CpuUsage.TotalTime + TimeSpan.FromMilliseconds(milliseconds);
        while (Environment.CpuUsage.TotalTime < end)
        {
        }
    }
}
