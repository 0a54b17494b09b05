using System.Collections.Immutable;
using System.Globalization;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Protection.Detection.Measuring;

public sealed class MeasurementTests(ITestOutputHelper output)
{
    [Fact]
    public async Task The_documented_table_is_what_is_measured()
    {
        ImmutableArray<string> rows = await Measurement.RowsAsync(Sentences.Reporting, Sentences.Harmless, TestContext.Current.CancellationToken);

        output.WriteLine(string.Join('\n', rows));
        Assert.Equal(rows, DocumentedTables.Rows("## Measured"));
    }

    [Fact]
    public async Task What_was_mended_stays_mended()
    {
        ImmutableArray<string> rows = await Measurement.RowsAsync(Sentences.Tuning, Sentences.HarmlessTuning, TestContext.Current.CancellationToken);

        double[] all = [.. rows[^1].Split('|', StringSplitOptions.TrimEntries)[5..7].Select(c => double.Parse(c, CultureInfo.InvariantCulture))];
        Assert.All(all, rate => Assert.InRange(rate, 0.99, 1));
    }

    [Fact]
    public void No_text_that_reports_is_one_that_recognisers_were_mended_by()
    {
        string[] reporting = [.. Sentences.Reporting.SelectMany(s => s.Templates), .. Sentences.Harmless];
        string[] tuning = [.. Sentences.Tuning.SelectMany(s => s.Templates), .. Sentences.HarmlessTuning];

        Assert.Empty(reporting.Intersect(tuning, StringComparer.OrdinalIgnoreCase));
    }
}
