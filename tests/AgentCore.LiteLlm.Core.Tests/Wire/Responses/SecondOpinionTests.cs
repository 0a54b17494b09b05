using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.Wire;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Wire.Responses;

/// <summary>A server that was not written by us, as another reading of the API.</summary>
public sealed class SecondOpinionTests
{
    [Fact]
    public async Task A_server_of_others_answers_whole_and_streamed_and_calls_a_tool()
    {
        await using NpmServer server = await NpmServer.StartAsync(TestContext.Current.CancellationToken);
        using ChatTransport transport = ChatTransport.OverHttp();
        OpenAIChatProvider provider = new(transport, TimeProvider.System);
        ChatRequest request = ChatRun.Request with { BaseUrl = server.BaseUrl, ApiChoice = ModelApi.Responses };
        foreach (bool stream in (bool[])[false, true])
        {
            ChatRun said = await ChatRun.OfAsync(provider, request with { Stream = stream, Messages = [new ChatMessage(ChatRole.User, "hello")] });
            ChatRun called = await ChatRun.OfAsync(provider, request with
            {
                Stream = stream,
                Messages = [new ChatMessage(ChatRole.User, "look")],
                Tools = [new ToolDefinition("f", "Looks.", SchemaText.Parse("""{"type":"object"}"""))],
            });

            Assert.True(said.Failure is null && called.Failure is null, $"{said.Failure} {called.Failure}");
            Assert.Equal(("Hi there.", "stop"), (said.Reply.Text, said.Reply.FinishReason));
            ToolCall call = Assert.Single(called.Reply.ToolCalls);
            Assert.Equal(("f", """{"a":1}""", "tool_calls"), (call.Name, call.Arguments, called.Reply.FinishReason));
        }
    }
}
