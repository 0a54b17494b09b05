using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Conversations;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Modes;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Chat;

public sealed class ChatTranscriptTests
{
    private static readonly ChatMessage Asked = new(ChatRole.User, "asked");

    private static readonly ChatRequest Request = new()
    {
        BaseUrl = new Uri("http://localhost:4000"),
        Model = "m",
        Messages = [Asked],
        Mode = ExecutionMode.Simulation,
    };

    private readonly ChatTranscript _transcript = new(AgentConversation.Empty);

    [Fact]
    public void An_answer_is_gone_on_from_and_counted()
    {
        _transcript.Take(Reply("first"));
        _transcript.Take(Reply("second"));

        Assert.Equal(["asked", "second"], Texts());
        Assert.Equal(2, _transcript.Usage.Replies);
    }

    [Fact]
    public void What_a_stopped_answer_had_said_stays_with_its_question()
    {
        Arrive("half an ", "answer");

        Assert.True(_transcript.Take(End(), Request, isStopped: true));
        Assert.Equal(["asked", "half an answer"], Texts());
    }

    [Fact]
    public void Of_a_stopped_answer_that_said_nothing_nothing_stays()
    {
        Arrive();

        Assert.False(_transcript.Take(End(), Request, isStopped: true));
        Assert.Empty(Texts());
    }

    [Fact]
    public void Of_an_answer_that_failed_its_text_does_not_stay()
    {
        Arrive("half an answer");

        Assert.False(_transcript.Take(End(), Request, isStopped: false));
        Assert.Empty(Texts());
    }

    [Fact]
    public void The_turns_of_a_run_stay_and_what_they_said_is_not_said_twice()
    {
        Arrive("I look it up.");
        _transcript.Take(new AgentChunk(ChunkKind.Step, "Turn 1"));
        Arrive(begins: false, "So it ");
        ChatFailure end = End() with
        {
            Steps = [new AgentStep { Iteration = 1, Kind = AgentStepKind.Turn }],
            Messages = [Asked, new ChatMessage(ChatRole.Assistant, "I look it up."), new ChatMessage(ChatRole.Tool, "42")],
        };

        Assert.True(_transcript.Take(end, Request, isStopped: true));
        Assert.Equal(["asked", "I look it up.", "42", "So it "], Texts());
    }

    [Fact]
    public void A_new_answer_knows_nothing_of_the_one_before()
    {
        Arrive("half");
        Assert.True(_transcript.HasArrived);
        Arrive();

        Assert.False(_transcript.HasArrived);
        Assert.False(_transcript.Take(End(), Request, isStopped: true));
    }

    [Fact]
    public void Clearing_forgets_what_was_said_and_not_what_it_used()
    {
        _transcript.Take(Reply("first"));
        _transcript.Clear();

        Assert.Empty(Texts());
        Assert.Equal(1, _transcript.Usage.Replies);
    }

    private static ChatFailure End() => new() { Kind = FailureKind.Cancelled, Summary = "", Endpoint = "http://localhost:4000" };

    private static AgentReply Reply(string text) => new()
    {
        Text = text,
        RequestedModel = "m",
        Endpoint = "http://localhost:4000",
        Mode = ExecutionMode.Simulation,
        Messages = [Asked, new ChatMessage(ChatRole.Assistant, text)],
    };

    private void Arrive(params string[] pieces) => Arrive(begins: true, pieces);

    private void Arrive(bool begins, params string[] pieces)
    {
        if (begins)
        {
            _transcript.Begin();
        }

        Array.ForEach(pieces, p => _transcript.Take(new AgentChunk(ChunkKind.Text, p)));
    }

    private IEnumerable<string?> Texts() => _transcript.Conversation.Messages.Select(m => m.Text);
}
