using AgentCore.LiteLlm.Batches;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Resilience;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.Wire;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Batches;

/// <summary>Batches of a server that we did not write: it parses the form strictly, and answers line by line.</summary>
public sealed class SecondOpinionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Another_server_takes_a_batch_and_its_replies_are_read()
    {
        await using NpmServer server = await NpmServer.StartAsync(Token);
        using ChatTransport transport = ChatTransport.OverHttp();
        ChatRequest request = ChatRun.Request with { BaseUrl = server.BaseUrl, Provider = "litellm", Model = "gpt-4o" };
        BatchEndpoint endpoint = new(transport, request, null, TimeProvider.System);
        using BatchDraft draft = new(new DialectMemory(), TimeProvider.System);
        foreach (string id in (string[])["a", "b", "c"])
        {
            await draft.AddAsync(request with { Messages = [new(ChatRole.User, $"Grüße, {id} 😀")] }, id, Token);
        }

        AgentBatch made = await SendAsync(endpoint, draft);
        AgentBatch done = (await BatchWatch.WatchAsync(endpoint, made.Id, TimeSpan.FromMilliseconds(10), Token).LastAsync(Token)).Batch!;
        BatchResult[] results = await new BatchResults(endpoint, done, null).ReadAsync(Token).ToArrayAsync(Token);

        Assert.Equal(("completed", 3, new BatchCounts(3, 3, 0)), (done.Status, done.ItemCount, done.Counts));
        Assert.Equal(["a", "b", "c"], results.Select(r => Assert.IsType<BatchResult.Answered>(r).Reply.BatchItem!.Id));
        Assert.All(
            results.Cast<BatchResult.Answered>(),
            r => Assert.Equal(
                ("Mock batch completion", "gpt-4o", "stop", 2L), (r.Reply.Text, r.Reply.Model, r.Reply.FinishReason, r.Reply.Usage!.TotalTokens)));
        Assert.Contains(made.Id, (await endpoint.ListAsync(Token).ToListAsync(Token)).Select(b => b.Id));

        AgentBatch second = await SendAsync(endpoint, draft);
        Assert.StartsWith("cancel", (await endpoint.CancelAsync(second.Id, Token)).Status, StringComparison.Ordinal);
        ChatException gone = await Assert.ThrowsAsync<ChatException>(() => endpoint.GetAsync("batch_none", Token));
        Assert.Equal(FailureKind.BatchNotFound, gone.Failure.Kind);
    }

    private static async Task<AgentBatch> SendAsync(BatchEndpoint endpoint, BatchDraft draft)
    {
        BatchSubmission submission = new(endpoint, draft, null);
        return await submission.CreateAsync(await submission.UploadAsync(Token), Token);
    }
}
