using System.Collections.Immutable;
using AgentCore.LiteLlm.Protection.Detection;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Protection.Detection;

public sealed class FindingPropertiesTests
{
    // Everything at once, and everything that is unsure: as many conflicts as can be.
    private static readonly PatternDetector Everything = new(new EntityDetectorOptions { Entities = EntityCatalogue.Names, ScoreThreshold = 0 });

    private static readonly string[] Pieces =
    [
        "4111 1111 1111 1111", "john@example.com", "https://example.com/x?y=john@example.com", "219-09-9998", "+49 30 901820", "DE89 3704 0044 0532 0130 00",
        "2001:db8::1", "10.0.0.1/8",
        "AB 12 34 56 C", "12/31/2023", "00:1A:2B:3C:4D:5E", "1", "22", "333", "4444", "55555", "666666", "7777777", "A", "BC", "x", "@", ".", "-", "/", ":",
        "(", ")", "+", " ", "  ", "\n", "\t", "\u200B", "\u00A0",
        "\uD83D\uDE00", "\uD83D", "\\u0040", "&#64;", "%40", "é", "여권", "passport", "account", "phone",
    ];

    [Fact]
    public async Task Findings_are_disjoint_in_order_and_inside_the_text()
    {
        Random random = new(5);
        ImmutableArray<string> texts =
        [
            .. Enumerable.Range(0, 3000).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => Pieces[random.Next(Pieces.Length)]))),
        ];

        ImmutableArray<ImmutableArray<EntityFinding>> found = await Everything.FindAsync(texts, TestContext.Current.CancellationToken);

        Assert.All(found, (findings, at) =>
        {
            int end = 0;
            Assert.All(findings, f =>
            {
                Assert.True(f.Start >= end && f.Length > 0 && f.Start + f.Length <= texts[at].Length && f.Score is > 0 and <= 1, $"{f} in {texts[at]}");
                end = f.Start + f.Length;
            });
        });
    }

    [Fact]
    public async Task Findings_move_with_the_text_around_them()
    {
        PatternDetector detector = new(new EntityDetectorOptions());
        ImmutableArray<string> texts = [.. CaseTable.Entities("cases.tsv").SelectMany(e => CaseTable.Rows("cases.tsv", e)).Select(r => r[1])];
        const string Before = "Nothing to see here, only words, many of them, and then some more.\n\n";
        const string After = "\n\nAnd nothing behind it either; the end of a letter, that is all.";

        ImmutableArray<ImmutableArray<EntityFinding>> bare = await detector.FindAsync(texts, TestContext.Current.CancellationToken);
        ImmutableArray<ImmutableArray<EntityFinding>> framed = await detector.FindAsync(
            [.. texts.Select(t => Before + t + After)], TestContext.Current.CancellationToken);

        Assert.All(bare, (findings, at) => Assert.Equal(findings.Select(f => f with { Start = f.Start + Before.Length }), framed[at]));
    }

    [Fact]
    public async Task Many_threads_find_the_same()
    {
        PatternDetector detector = new(new EntityDetectorOptions());
        const string Text = "call +49 30 901820 or +33 1 42 68 53 00, or 212-555-1234, or mail john@example.com";
        ImmutableArray<EntityFinding> expected = (
            await new PatternDetector(new EntityDetectorOptions()).FindAsync([Text], TestContext.Current.CancellationToken))[0];

        ImmutableArray<EntityFinding>[] found = await Task.WhenAll(
            Enumerable.Range(0, 32).Select(_ => Task.Run(async () => (await detector.FindAsync([Text], TestContext.Current.CancellationToken))[0])));

        Assert.All(found, f => Assert.Equal(expected, f));
    }

    [Fact]
    public async Task A_search_can_be_cancelled()
    {
        string text = string.Concat(Enumerable.Repeat("1 ", 100_000));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await new PatternDetector(new EntityDetectorOptions()).FindAsync([text], new CancellationToken(canceled: true)));
    }
}
