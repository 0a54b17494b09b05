using System.Collections.Immutable;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Protection.Detection.Measuring;

public sealed class MeasurementTests
{
    [Fact]
    public async Task The_documented_table_is_what_is_measured()
    {
        ImmutableArray<string> rows = await Measurement.RowsAsync(TestContext.Current.CancellationToken);

        Assert.Equal(rows, Documented());
    }

    private static IEnumerable<string> Documented()
    {
        string document = Path.Combine(Path.GetDirectoryName(BlueprintFiles.Document)!, "data-protection.md");
        return File.ReadLines(document).SkipWhile(l => l != "## Measured").SkipWhile(l => !l.StartsWith("|---", StringComparison.Ordinal)).Skip(1).TakeWhile(l => l.StartsWith('|'));
    }
}
