using AgentCore.LiteLlm.Evaluations;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Evaluations;

public sealed class ProportionsTests
{
    // Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998), table I, method 3.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    [InlineData(29, 29, 0.8830, 1)]
    [InlineData(0, 0, 0, 1)]
    public void Wilsons_bounds_are_those_that_were_published(int passed, int runs, double lower, double upper)
    {
        (double Lower, double Upper) bounds = Proportions.Wilson(passed, runs);

        Assert.Equal(lower, bounds.Lower, 4);
        Assert.Equal(upper, bounds.Upper, 4);
    }

    // Newcombe, Interval estimation for the difference between independent proportions, Statistics in Medicine 17 (1998), table II, method 10.
    [Theory]
    [InlineData(48, 80, 56, 70, 0.0524, 0.3339)]
    [InlineData(3, 10, 9, 10, 0.1705, 0.8090)]
    [InlineData(2, 7, 6, 7, 0.0582, 0.8062)]
    [InlineData(0, 29, 5, 56, -0.0381, 0.1926)]
    [InlineData(0, 20, 0, 10, -0.1611, 0.2775)]
    [InlineData(0, 10, 10, 10, 0.6075, 1)]
    [InlineData(0, 0, 5, 10, -1, 1)]
    public void Newcombes_bounds_are_those_that_were_published(int passedBefore, int runsBefore, int passed, int runs, double lower, double upper)
    {
        (double Lower, double Upper) bounds = Proportions.Newcombe(passedBefore, runsBefore, passed, runs);

        Assert.Equal(lower, bounds.Lower, 4);
        Assert.Equal(upper, bounds.Upper, 4);
    }
}
