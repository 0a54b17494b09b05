using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Observability;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Observability;

public sealed class AuditingProviderTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly AgentRuns _runs = new();

    public void Dispose()
    {
        _runs.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_run_that_cannot_be_written_down_is_stopped()
    {
        using FullDisk disk = new();
        using AuditLog log = AuditLog.Open("audit.jsonl", disk, TimeProvider.System);
        disk.IsFull = true;
        _runs.Endpoint.Enqueue(AgentRuns.Call("look", "{}"), AgentRuns.Call("look", "{}"));
        AgentScript script = new(_runs.Provider, AgentRuns.AddUp);

        ChatRun run = await ChatRun.OfAsync(
            new AuditingProvider(script, log, TimeProvider.System), _runs.Request with { Audit = new AuditSubject("a", "1", 30) });

        Assert.Equal(FailureKind.AuditLogFailed, run.Failure!.Kind);
        Assert.Single(_runs.Endpoint.Requests);
    }

    [Theory]
    [InlineData("something else\n")]
    [InlineData("{\"v\":2,\"entry\":\"run\"}\n")]
    public void A_file_that_is_no_audit_log_stays_as_it_is(string content)
    {
        string path = Path.Combine(_folder.Path, "other");
        File.WriteAllText(path, content);

        Assert.Throws<LiteLlm.Files.FileException>(() => AuditLog.Open(path, TimeProvider.System));
        Assert.Equal(content, File.ReadAllText(path));
    }
}
