using System.Collections.Immutable;
using AgentCore.LiteLlm.Protection.Detection;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Protection.Detection;

public sealed class RecogniserTests
{
    public static TheoryData<string> OwnEntities => [.. CaseTable.Entities("cases.tsv")];

    public static TheoryData<string> PresidioEntities => [.. CaseTable.Entities("presidio-cases.tsv")];

    public static TheoryData<string> CataloguedEntities =>
        [.. EntityCatalogue.Names.Where(n => EntityCatalogue.CoverageOf(n) is EntityCoverage.Patterns or EntityCoverage.PatternsAndModel)];

    [Theory]
    [MemberData(nameof(OwnEntities))]
    public async Task A_recogniser_finds_what_its_table_says(string entity)
    {
        PatternDetector detector = new(new EntityDetectorOptions { Entities = [entity] });
        List<string> expected = [];
        List<string> actual = [];

        foreach (string[] row in CaseTable.Rows("cases.tsv", entity))
        {
            expected.Add($"{row[1]} => {row[2]}");
            ImmutableArray<EntityFinding> found = await FindAsync(detector, row[1]);
            actual.Add($"{row[1]} => {string.Join(" | ", found.Select(f => row[1].Substring(f.Start, f.Length)))}");
        }

        Assert.Equal(expected, actual);
    }

    [Theory]
    [MemberData(nameof(PresidioEntities))]
    public async Task Presidios_published_cases_hold_but_for_the_documented_ones(string entity)
    {
        PatternDetector detector = new(new EntityDetectorOptions { Entities = [entity], ScoreThreshold = 0 });
        List<string> expected = [];
        List<string> actual = [];

        foreach (string[] row in CaseTable.Rows("presidio-cases.tsv", entity))
        {
            expected.Add($"{row[1]} => {row[3]}");
            actual.Add($"{row[1]} => {(await FindAsync(detector, row[1].Replace("\\n", "\n", StringComparison.Ordinal))).Length}");
        }

        Assert.Equal(expected, actual);
    }

    [Theory]
    [MemberData(nameof(CataloguedEntities))]
    public async Task Every_entity_that_patterns_cover_has_a_recogniser_and_cases(string entity)
    {
        PatternDetector detector = new(new EntityDetectorOptions { Entities = [entity], ScoreThreshold = 0 });
        string[] texts = [.. CaseTable.Rows("cases.tsv", entity).Concat(CaseTable.Rows("presidio-cases.tsv", entity)).Select(r => r[1])];

        ImmutableArray<EntityFinding>[] found = [.. (await detector.FindAsync([.. texts], TestContext.Current.CancellationToken)).Where(f => f.Length > 0)];

        Assert.NotEmpty(found);
        Assert.All(found, f => Assert.Equal(entity, f[0].Entity));
    }

    private static async Task<ImmutableArray<EntityFinding>> FindAsync(PatternDetector detector, string text) =>
        (await detector.FindAsync([text], TestContext.Current.CancellationToken))[0];
}
