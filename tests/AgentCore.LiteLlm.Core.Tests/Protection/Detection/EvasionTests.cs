using System.Collections.Immutable;
using AgentCore.LiteLlm.Protection.Detection;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Protection.Detection;

public sealed class EvasionTests
{
    private static readonly PatternDetector Detector = new(new EntityDetectorOptions
    {
        Entities = ["CREDIT_CARD", "EMAIL_ADDRESS", "US_SSN", "IBAN_CODE", "PHONE_NUMBER"],
    });

    [Theory]
    [InlineData("CREDIT_CARD", "4111\u200B1111\u200B1111\u200B1111")]
    [InlineData("CREDIT_CARD", "4\u200D1\u00AD11 1111 1111 1111")]
    [InlineData("CREDIT_CARD", "4111\u00A01111\u20091111\u202F1111")]
    [InlineData("CREDIT_CARD", "4111\u20131111\u20141111\u22121111")]
    [InlineData("CREDIT_CARD", "\uFF14\uFF11\uFF11\uFF11 \uFF11\uFF11\uFF11\uFF11 \uFF11\uFF11\uFF11\uFF11 \uFF11\uFF11\uFF11\uFF11")]
    [InlineData("CREDIT_CARD", "\u0664\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661\u0661")]
    [InlineData("CREDIT_CARD", "4111 1111\n1111 1111")]
    [InlineData("EMAIL_ADDRESS", "john\\u0040example.com")]
    [InlineData("EMAIL_ADDRESS", "john&#64;example.com")]
    [InlineData("EMAIL_ADDRESS", "john&#x40;example.com")]
    [InlineData("EMAIL_ADDRESS", "john%40example.com")]
    [InlineData("EMAIL_ADDRESS", "john\uFF20example\uFF0Ecom")]
    [InlineData("EMAIL_ADDRESS", "jo\u200Bhn@exam\u2060ple.com")]
    [InlineData("US_SSN", "219\u201109\u20119998")]
    [InlineData("US_SSN", "219\u00A009\u00A09998")]
    [InlineData("IBAN_CODE", "GB82\u00A0WEST\u00A01234\u00A05698\u00A07654\u00A032")]
    [InlineData("PHONE_NUMBER", "+44\u00A020\u20117946\u20110958")]
    public async Task What_is_written_oddly_is_found_whole(string entity, string odd)
    {
        string text = $"It is {odd}, he said.";

        EntityFinding found = Assert.Single(await FindAsync(text));

        Assert.Equal((entity, odd), (found.Entity, text.Substring(found.Start, found.Length)));
    }

    [Theory]
    [InlineData("\uD83D\uDE00 mail bob@example.de \uD83D\uDE00", "bob@example.de")]
    [InlineData("\uD83D bob@example.de \uDE00", "bob@example.de")]
    [InlineData("\u200B\u200B\u200Bbob@example.de", "bob@example.de")]
    [InlineData("\\u00e9\\u00e9 bob@example.de", "bob@example.de")]
    [InlineData("&#x110000; bob@example.de &#xZZ; &#", "bob@example.de")]
    public async Task Places_are_those_of_the_original(string text, string expected)
    {
        EntityFinding found = Assert.Single(await FindAsync(text));

        Assert.Equal(expected, text.Substring(found.Start, found.Length));
    }

    private static async Task<ImmutableArray<EntityFinding>> FindAsync(string text) =>
        (await Detector.FindAsync([text], TestContext.Current.CancellationToken))[0];
}
