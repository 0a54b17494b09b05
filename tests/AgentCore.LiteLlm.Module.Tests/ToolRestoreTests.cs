using System.Net;
using System.Net.Sockets;
using AgentCore.LiteLlm.ModuleTests.Support;
using Xunit;
using Xunit.Sdk;

namespace AgentCore.LiteLlm.ModuleTests;

/// <summary>What happens to the suite on a machine that has no PowerShell, where the tool cannot be restored.</summary>
public sealed class ToolRestoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tool-restore-").FullName;

    public ToolRestoreTests()
    {
        Directory.CreateDirectory(Path.Combine(_folder, ".config"));
        File.Copy(Repository.PathTo(".config", "dotnet-tools.json"), Path.Combine(_folder, ".config", "dotnet-tools.json"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_feed_that_does_not_answer_is_out_of_reach()
    {
        string address = $"http://127.0.0.1:{ClosedPort()}/v3/index.json";
        ToolRestore restore = await RestoreAsync($"""<add key="dead" value="{address}" allowInsecureConnections="true" />""");

        Assert.Contains("Unable to load the service index", Assert.IsType<ToolRestore.OutOfReach>(restore).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_feed_is_out_of_reach()
    {
        Assert.IsType<ToolRestore.OutOfReach>(await RestoreAsync(""));
    }

    [Fact]
    public async Task A_feed_without_the_version_that_is_named_is_a_fault_of_ours()
    {
        ToolRestore restore = await RestoreAsync($"""<add key="empty" value="{Directory.CreateDirectory(Path.Combine(_folder, "feed")).FullName}" />""");

        Assert.Contains("is not found", Assert.IsType<ToolRestore.Failed>(restore).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manifest_that_cannot_be_read_is_a_fault_of_ours()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, ".config", "dotnet-tools.json"), "{", TestContext.Current.CancellationToken);

        Assert.IsType<ToolRestore.Failed>(await RestoreAsync(""));
    }

    [Theory]
    [InlineData("true")]
    [InlineData("True")]
    [InlineData("1")]
    public void A_suite_that_does_not_run_fails_in_CI_and_says_why(string ci)
    {
        FailException failure = Assert.Throws<FailException>(() => PesterSuite.Leave("no feed answers", ci));

        Assert.Contains("no feed answers", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("false")]
    public void A_suite_that_does_not_run_is_skipped_elsewhere(string? ci)
    {
        // Assert.Throws would pass the skip on as this test's own.
        SkipException? skip = null;
        try
        {
            PesterSuite.Leave("no feed answers", ci);
        }
        catch (SkipException e)
        {
            skip = e;
        }

        Assert.EndsWith("no feed answers", skip?.Message, StringComparison.Ordinal);
    }

    private async Task<ToolRestore> RestoreAsync(string sources)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        string settings = $"<configuration><packageSources><clear />{sources}</packageSources></configuration>";
        await File.WriteAllTextAsync(Path.Combine(_folder, "NuGet.Config"), settings, token);
        return await ToolRestore.RunAsync(
            _folder,
            new Dictionary<string, string>
            {
                // Nothing that was restored before, and one attempt.
                ["NUGET_PACKAGES"] = Path.Combine(_folder, "packages"),
                ["DOTNET_CLI_HOME"] = Path.Combine(_folder, "home"),
                ["NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT"] = "1",
            },
            token);
    }

    private static int ClosedPort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
