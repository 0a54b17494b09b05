using AgentCore.LiteLlm.Failures;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Failures;

public sealed class RetryHintsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("250", "9", null, 0.25)]
    [InlineData(null, "2", null, 2)]
    [InlineData(null, "2.5", null, 2.5)]
    [InlineData(null, "Sun, 22 Nov 2026 12:00:07 GMT", null, 7)]
    [InlineData(null, null, "No deployments available. Try again in 60 seconds. Passed model=x", 60)]
    [InlineData(null, null, "Please try again in 1.5s.", 1.5)]
    [InlineData(null, null, "try again in 20ms", 0.02)]
    [InlineData(null, null, "Please try again in 2m", 120)]
    [InlineData(null, null, "Please try again in 1m12s.", 72)]
    [InlineData(null, null, "try again in 2h", 7200)]
    [InlineData(null, null, "Please retry after 6 seconds.", 6)]
    [InlineData(null, "garbage", "try again in 3 seconds", 3)]
    public void Find_reads_every_form(string? milliseconds, string? after, string? message, double expected) =>
        Assert.Equal(TimeSpan.FromSeconds(expected), RetryHints.Find(milliseconds, after, message, Now));

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(null, "0", null)]
    [InlineData(null, "-5", null)]
    [InlineData(null, "NaN", null)]
    [InlineData(null, "soon", "try again later")]
    [InlineData(null, "Sun, 22 Nov 2026 11:00:00 GMT", null)]
    [InlineData(null, null, "try again in ")]
    [InlineData(null, null, "try again in ... s")]
    public void Find_gives_none_for_anything_else(string? milliseconds, string? after, string? message) =>
        Assert.Null(RetryHints.Find(milliseconds, after, message, Now));

    [Fact]
    public void Find_bounds_an_absurd_wait() =>
        Assert.Equal(TimeSpan.FromDays(7), RetryHints.Find(null, "1e300", null, Now));
}
