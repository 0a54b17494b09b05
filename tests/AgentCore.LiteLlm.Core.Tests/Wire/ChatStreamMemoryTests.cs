using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.TestEndpoints;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.Wire;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Wire;

[Collection(RunsAlone.Name)]
public sealed class ChatStreamMemoryTests
{
    [Fact]
    public async Task A_long_stream_is_read_in_bounded_memory()
    {
        using TestEndpoint endpoint = TestEndpoint.Start();
        using ChatTransport transport = ChatTransport.OverHttp();
        string piece = Sse.Of(Sse.Text("x")).Replace("\"served\"", $"\"{new string('s', 900)}\"", StringComparison.Ordinal);
        endpoint.Enqueue(new TestReply.Raw(
            TestStep.Head(), new TestStep.Repeat(piece, 50_000), new TestStep.Bytes(Sse.Of(Sse.Stop)), new TestStep.Close()));
        ChatRequest request = ChatRun.Streaming with { BaseUrl = endpoint.BaseUrl };
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long pieces = 0;
        long most = 0;

        await foreach (ChatEvent item in new OpenAIChatProvider(transport, TimeProvider.System).AnswerAsync(request, TestContext.Current.CancellationToken))
        {
            most = ++pieces % 10_000 == 0 ? Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before) : most;
        }

        Assert.Equal(50_001, pieces);
        Assert.InRange(most, 0, 20_000_000);
    }
}
