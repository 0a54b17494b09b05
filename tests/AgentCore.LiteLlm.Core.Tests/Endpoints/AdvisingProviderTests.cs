using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Endpoints;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Endpoints;

public sealed class AdvisingProviderTests
{
    private readonly ConcurrentDictionary<(string Endpoint, string Version), bool> _judged = new();

    [Theory]
    [InlineData("1.82.8", "malicious")]
    [InlineData("1.82.7", "replace every secret")]
    [InlineData("1.81.16", "CVE-2026-42208")]
    [InlineData("1.82.9", "CVE-2026-42208")]
    [InlineData("1.83.6", "CVE-2026-42208")]
    [InlineData("v1.83.0-nightly", null)]
    [InlineData("1.60.0", "CVE-2026-35030")]
    public async Task A_version_that_something_is_known_against_brings_one_warning(string version, string? words)
    {
        ChatRun run = await AskAsync(version);

        string[] warnings = [.. run.Events.OfType<ChatEvent.Warning>().Select(w => w.Message)];
        Assert.Equal(warnings, run.Reply.Warnings);
        Assert.True(words is null || warnings.Length == 1, string.Join('\n', warnings));
        Assert.All(warnings, w => Assert.Contains("http://proxy says it runs LiteLLM", w, StringComparison.Ordinal));
        Assert.All(warnings, w => Assert.Contains(words ?? "", w, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1.83.10")]
    [InlineData("1.84.0")]
    [InlineData("2.0")]
    [InlineData("")]
    [InlineData("unknown")]
    [InlineData("1.83.x")]
    [InlineData("1.82.7; rm -rf")]
    [InlineData(null)]
    public async Task A_version_that_nothing_is_known_against_or_that_is_none_brings_no_warning(string? version)
    {
        ChatRun run = await AskAsync(version);

        Assert.Empty(run.Events.OfType<ChatEvent.Warning>());
        Assert.Empty(run.Reply.Warnings);
        Assert.Single(run.Events);
    }

    [Fact]
    public async Task Each_endpoint_and_version_is_told_once()
    {
        int[] warnings =
        [
            Warnings(await AskAsync("1.82.8")), Warnings(await AskAsync("1.82.8")), Warnings(await AskAsync("1.83.6")),
            Warnings(await AskAsync("1.82.8", "http://other")), Warnings(await AskAsync("1.83.6")),
        ];

        Assert.Equal([1, 0, 1, 1, 0], warnings);
    }

    [Fact]
    public async Task Concurrent_calls_bring_one_warning_together()
    {
        ChatRun[] runs = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => AskAsync("1.82.8"))));

        Assert.Equal(1, runs.Sum(Warnings));
        Assert.Equal(1, runs.Sum(r => r.Reply.Warnings.Length));
    }

    [Fact]
    public async Task What_came_before_and_the_reply_itself_are_left_as_they_are()
    {
        Answering inner = new(Reply("1.82.8", "http://proxy") with { Text = "hello", Warnings = ["earlier"] });

        ChatRun run = await ChatRun.OfAsync(new AdvisingProvider(inner, _judged), ChatRun.Request);

        Assert.Equal(["Notice", "Warning", "Completed"], run.Events.Select(e => e.GetType().Name));
        Assert.Equal(("hello", "earlier", 2), (run.Reply.Text, run.Reply.Warnings[0], run.Reply.Warnings.Length));
    }

    [Fact]
    public async Task A_failure_passes_through()
    {
        ChatRun run = await ChatRun.OfAsync(new AdvisingProvider(new ScriptedProvider(ScriptedProvider.Fails(503)), _judged), ChatRun.Request);

        Assert.Equal(FailureKind.GatewayError, run.Failure?.Kind);
        Assert.Empty(_judged);
    }

    private static int Warnings(ChatRun run) => run.Events.OfType<ChatEvent.Warning>().Count();

    private Task<ChatRun> AskAsync(string? version, string endpoint = "http://proxy") =>
        ChatRun.OfAsync(new AdvisingProvider(new Answering(Reply(version, endpoint)) { IsQuiet = true }, _judged), ChatRun.Request);

    private static AgentReply Reply(string? version, string endpoint) => new()
    {
        Text = "",
        RequestedModel = "m",
        Endpoint = endpoint,
        Mode = ExecutionMode.Production,
        Gateway = new GatewayReport { LiteLlmVersion = version },
    };

    private sealed class Answering(AgentReply reply) : IChatProvider
    {
        public bool IsQuiet { get; init; }

        public async IAsyncEnumerable<ChatEvent> AnswerAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            if (!IsQuiet)
            {
                yield return new ChatEvent.Notice("a try failed");
            }

            yield return new ChatEvent.Completed(reply);
        }
    }
}
