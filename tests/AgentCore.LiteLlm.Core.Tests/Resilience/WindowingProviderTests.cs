using System.Collections.Immutable;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Conversations;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Resilience;
using AgentCore.LiteLlm.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Resilience;

public sealed class WindowingProviderTests
{
    private static readonly ToolCall Tool = new("c", "t", "{}");

    [Fact]
    public async Task The_oldest_turns_go_first_and_the_conversation_keeps_them()
    {
        ScriptedProvider inner = new(TooLong, TooLong, ScriptedProvider.Answers("ok"));

        ChatRun run = await ChatRun.OfAsync(new WindowingProvider(inner, TimeProvider.System), Request(ContextStrategy.SlidingWindow));

        Assert.Null(run.Failure);
        Assert.All(inner.Requests, r => Assert.Equal(ChatRole.System, r.Messages[0].Role));
        Assert.All(inner.Requests, r => Assert.Equal("last", r.Messages[^1].Text));
        Assert.All(inner.Requests, r => Assert.Equal(ChatRole.User, r.Messages[1].Role));
        Assert.All(inner.Requests, r => Assert.Empty(ConversationOrder.Find(r.Messages)));
        Assert.True(
            inner.Requests[2].Messages.Length < inner.Requests[1].Messages.Length && inner.Requests[1].Messages.Length < inner.Requests[0].Messages.Length);
        Assert.Contains("were not sent", Assert.Single(run.Events.OfType<ChatEvent.Warning>()).Message, StringComparison.Ordinal);
        Assert.Equal(3, run.Reply.Attempts);
    }

    [Fact]
    public async Task The_time_of_the_tries_that_were_too_long_counts()
    {
        FakeTimeProvider clock = new();
        ScriptedProvider inner = new(TooLong, ScriptedProvider.Answers("ok")) { OnRequest = () => clock.Advance(TimeSpan.FromSeconds(2)) };

        AgentReply reply = (await ChatRun.OfAsync(new WindowingProvider(inner, clock), Request(ContextStrategy.SlidingWindow))).Reply;

        Assert.Equal((2, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(3)), (reply.Attempts, reply.Duration, reply.TimeToFirstToken));
    }

    [Fact]
    public async Task Without_the_strategy_the_failure_is_the_callers()
    {
        ScriptedProvider inner = new(TooLong, ScriptedProvider.Answers("ok"));

        ChatRun run = await ChatRun.OfAsync(new WindowingProvider(inner, TimeProvider.System), Request(ContextStrategy.Error));

        Assert.Equal(FailureKind.ContextLengthExceeded, run.Failure!.Kind);
        Assert.Single(inner.Requests);
    }

    [Fact]
    public async Task A_question_that_alone_is_too_long_ends_as_a_failure()
    {
        ScriptedProvider inner = new(TooLong);

        ChatRun run = await ChatRun.OfAsync(new WindowingProvider(inner, TimeProvider.System), Request(ContextStrategy.SlidingWindow));

        Assert.Equal(FailureKind.ContextLengthExceeded, run.Failure!.Kind);
        Assert.Equal(inner.Requests.Count, run.Failure.Attempts);
        Assert.Equal(2, inner.Requests[^1].Messages.Length);
    }

    [Fact]
    public void A_run_of_tools_loses_whole_steps_only()
    {
        ImmutableArray<ChatMessage> messages = [new(ChatRole.User, "q"), .. Enumerable.Range(0, 6).SelectMany(i => Step($"c{i}"))];

        for (ImmutableArray<ChatMessage>? shorter = ConversationWindow.Shorten(messages); shorter is { } left; shorter = ConversationWindow.Shorten(left))
        {
            Assert.Equal("q", left[0].Text);
            Assert.Empty(ConversationOrder.Find(left));
            Assert.True(left.Length < messages.Length);
            messages = left;
        }

        Assert.Equal(3, messages.Length);
    }

    private static (string[] Pieces, ChatFailure? Failure) TooLong => ScriptedProvider.Fails(400, "This model's maximum context length is 8192 tokens.");

    private static ChatMessage[] Step(string id) =>
        [new(ChatRole.Assistant, "") { ToolCalls = [Tool with { Id = id }] }, new(ChatRole.Tool, "r") { ToolCallId = id }];

    private static ChatRequest Request(ContextStrategy strategy) => ChatRun.Request with
    {
        ContextStrategy = strategy,
        Messages =
        [
            new(ChatRole.System, "s"),
            .. Enumerable.Range(0, 4).SelectMany(i => (ChatMessage[])[new(ChatRole.User, $"q{i}"), .. Step($"c{i}"), new(ChatRole.Assistant, $"a{i}")]),
            new(ChatRole.User, "last"),
        ],
    };
}
