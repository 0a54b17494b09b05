using System.Text.Json;
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
    [InlineData(null, null, "Please try again in 9m38.016s. Need more tokens?", 578.016)]
    [InlineData(null, null, "Please wait 1 minute and 30 seconds before trying again", 90)]
    [InlineData(null, null, "Retry in 1 min, 5 sec", 65)]
    [InlineData(null, null, "Please retry in 36.429760048s.", 36.42976)]
    [InlineData(null, null, "Please retry in 850ms", 0.85)]
    [InlineData(null, null, "available in approximately 20 seconds; retry after 5 seconds", 20)]
    [InlineData(null, null, "请在 3 分钟后重试", 180)]
    [InlineData(null, null, "请 12 秒后再试", 12)]
    [InlineData(null, null, "Limit resets at: 2026-11-22T12:01:40Z", 100)]
    [InlineData(null, null, "Your limit resets in 3h", 10800)]
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
    [InlineData(null, null, "retry after 30 more requests")]
    [InlineData(null, null, "wait for 2 tokens")]
    [InlineData(null, null, "Limit resets at: 2026-11-22T11:01:40Z")]
    [InlineData(null, null, "add text to the text field, and try again. 20 s")]
    public void Find_gives_none_for_anything_else(string? milliseconds, string? after, string? message) =>
        Assert.Null(RetryHints.Find(milliseconds, after, message, Now));

    [Theory]
    [InlineData("""{"retryDelay":"1.5s"}""", 1.5)]
    [InlineData("""{"retry_after":7}""", 7)]
    [InlineData("""{"retry_after_seconds":"8"}""", 8)]
    [InlineData("""{"retryAfter":9}""", 9)]
    [InlineData("""{"retry_after_ms":250}""", 0.25)]
    [InlineData("""{"resets_in_seconds":60}""", 60)]
    [InlineData("""{"estimated_time":20.5}""", 20.5)]
    public void A_member_names_the_wait(string json, double expected) =>
        Assert.Equal(TimeSpan.FromSeconds(expected), RetryHints.FindInMembers(JsonDocument.Parse(json).RootElement));

    [Theory]
    [InlineData("""{"retryDelay":"soon"}""")]
    [InlineData("""{"retry_after":-1}""")]
    [InlineData("""{"retry_after":null}""")]
    [InlineData("{}")]
    public void A_member_that_names_no_wait_is_none(string json) =>
        Assert.Null(RetryHints.FindInMembers(JsonDocument.Parse(json).RootElement));

    [Fact]
    public void The_longer_of_member_and_words_counts_and_a_header_before_both()
    {
        TimeSpan member = TimeSpan.FromSeconds(1);

        Assert.Equal(TimeSpan.FromSeconds(1.4), RetryHints.Find(null, null, "retry in 1.4s", Now, member));
        Assert.Equal(member, RetryHints.Find(null, null, "retry in 0.5s", Now, member));
        Assert.Equal(TimeSpan.FromSeconds(3), RetryHints.Find(null, "3", "retry in 9s", Now, member));
    }

    [Fact]
    public void Find_bounds_an_absurd_wait() =>
        Assert.Equal(TimeSpan.FromDays(7), RetryHints.Find(null, "1e300", null, Now));
}
