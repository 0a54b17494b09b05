using System.Net;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.Wire;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Wire;

public sealed class WrittenRequestTests
{
    [Fact]
    public void A_request_that_is_still_to_be_protected_is_not_written()
    {
        ChatRequest request = ChatRun.Request with { Protection = Sessions.Of() };

        Exception fault = Assert.Throws<InvalidOperationException>(() => RequestWriter.Write(request));

        Assert.Contains("bug", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_provider_that_protection_does_not_stand_before_sends_nothing(bool stream)
    {
        using WireHandler wire = new(HttpStatusCode.OK, "{}");
        using ChatTransport transport = ChatTransport.Over(wire);
        OpenAIChatProvider bare = new(transport, TimeProvider.System);

        await Assert.ThrowsAsync<InvalidOperationException>(() => ChatRun.OfAsync(bare, ChatRun.Request with { Stream = stream, Protection = Sessions.Of() }));

        Assert.Null(wire.SentBody);
    }
}
