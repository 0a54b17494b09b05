using System.Collections.Immutable;
using System.Runtime.CompilerServices;
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

    private static IEnumerable<string> Documented([CallerFilePath] string path = "")
    {
        string folder = Path.GetDirectoryName(path)!;
        while (!File.Exists(Path.Combine(folder, "Module.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return File.ReadLines(Path.Combine(folder, "docs", "data-protection.md")).SkipWhile(l => l != "## Measured").SkipWhile(l => !l.StartsWith("|---", StringComparison.Ordinal)).Skip(1).TakeWhile(l => l.StartsWith('|'));
    }
}
