using Xunit;

namespace AgentCore.LiteLlm.Tests.Protection.Detection.Measuring;

/// <summary>How many telephone numbers are found, and how much else is taken for one; the figures stand in the test's output.</summary>
public sealed class PhoneMeasurementTests(ITestOutputHelper output)
{
    private const double LeastInternational = 0.95;
    private const double LeastNational = 0.90;
    private const double LeastPrecision = 0.90;

    // Each half that the recogniser was mended by, and each that it was not: made up, and written by hand.
    [Theory]
    [InlineData("made up, 60 countries")]
    [InlineData("made up, 40 others")]
    [InlineData("by hand")]
    [InlineData("by hand, last")]
    public async Task Telephone_numbers_are_found_and_little_else_is_taken_for_one(string texts)
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        PhoneMeasurement measured = texts switch
        {
            "made up, 60 countries" => await PhoneMeasurement.OfAsync(PhoneSentences.Tuning, Phones.Tuning, 1, cancellationToken),
            "made up, 40 others" => await PhoneMeasurement.OfAsync(PhoneSentences.Held, Phones.Held, 20261128, cancellationToken),
            "by hand" => await PhoneMeasurement.OfWrittenAsync("tuning", cancellationToken),
            _ => await PhoneMeasurement.OfWrittenAsync("held", cancellationToken),
        };
        string[] rows = [.. measured.ToRows(texts)];
        foreach (string line in rows.Concat(measured.Mistakes))
        {
            output.WriteLine(line);
        }

        Assert.All(measured.Recall, r => Assert.InRange(
            (double)r.Value.Found / r.Value.Written, r.Key == PhoneMeasurement.International ? LeastInternational : LeastNational, 1));
        Assert.InRange(measured.Precision, LeastPrecision, 1);
        Assert.Equal(rows, DocumentedTables.Rows("### Telephone numbers").Where(r => r.StartsWith($"| {texts} |", StringComparison.Ordinal)));
    }

    [Fact]
    public void No_sentence_is_in_both_halves()
    {
        Assert.DoesNotContain(PhoneSentences.Tuning.International.Intersect(PhoneSentences.Held.International), t => t != "{}");
        Assert.Empty(PhoneSentences.Tuning.National.Intersect(PhoneSentences.Held.National));
        Assert.Empty(PhoneSentences.Tuning.Others.SelectMany(o => o.Templates).Intersect(PhoneSentences.Held.Others.SelectMany(o => o.Templates)));
        string[] written = [.. CaseTable.Rows("phone-sentences.tsv", "held").Select(r => r[1])];
        Assert.True(written.Length > 60);
        Assert.Empty(CaseTable.Rows("phone-sentences.tsv", "tuning").Select(r => r[1]).Intersect(written));
        Assert.Empty(Phones.Tuning.Intersect(Phones.Held));
    }
}
