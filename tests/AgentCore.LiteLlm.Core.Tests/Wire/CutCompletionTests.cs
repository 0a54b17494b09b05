using System.Text;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.Wire;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Wire;

public sealed class CutCompletionTests
{
    private const string Message = """{"id":"r","object":"response","output":[{"id":"msg","type":"message","role":"assistant","content":[""";

    private const string Part = Message + """{"type":"output_text","annotations":[],"logprobs":[],"text":""";

    private const string Start = """{"id":"c","choices":[{"index":0,"message":{"role":"assistant","content":""";

    [Theory]
    [InlineData(Start + "\"Hello", "Hello")]
    [InlineData(Start + " \"Hello\"", "Hello")]
    [InlineData(Start + "\"Hello\",\"tool_calls\":[{\"id\":", "Hello")]
    [InlineData(Start + "\"", "")]
    [InlineData(Start, "")]
    [InlineData(Start + "null,\"tool", "")]
    [InlineData(Start + "[{\"text\":\"a\"", "")]
    [InlineData(Start + """ "a\nb \"q\" \u00e4""", "a\nb \"q\" ä")]
    [InlineData(Start + "\"one \\", "one ")]
    [InlineData(Start + "\"one \\\\", "one \\")]
    [InlineData(Start + "\"one \\u00", "one ")]
    [InlineData(Start + "\"one \\ud83d", "one ")]
    [InlineData(Start + "\"one \\ud83d\\ude0", "one ")]
    [InlineData(Start + "\"one \\ud83d\\ude00", "one 😀")]
    [InlineData("\uFEFF" + Start + "\"marked", "marked")]
    [InlineData("""{"content":"not this","choices":[{"message":{"extra":{"content":"nor this"},"content":"this""", "this")]
    [InlineData("""{"choices":[{"message":{"reasoning_content":"thought""", "")]
    [InlineData(Start + "\"Hello\"},\"finish_reason\":\"stop\"}],\"usage\":{ oh no", "Hello")]
    [InlineData(Part + "\"Hello", "Hello")]
    [InlineData(Part + "\"one \\ud83d\\ude0", "one ")]
    [InlineData(Part, "")]
    [InlineData(Message, "")]
    [InlineData(Message + "{\"annotations\":[],\"text\":\"Hello", "Hello")]
    [InlineData(Part + "\"Hello\"},{\"type\":\"output_text\",\"text\":\", you", "Hello, you")]
    [InlineData(Part + "\"One.\"}]},{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"Two", "One.\n\nTwo")]
    [InlineData(Part + "\"One.\"}]},{\"id\":\"msg2\",\"content\":[{\"annotations\":[],\"text\":\"Two", "One.\n\nTwo")]
    [InlineData(Part + "\"Hello\"}]},{\"type\":\"function_call\",\"call_id\":\"c\",\"arguments\":\"{", "Hello")]
    [InlineData("""{"output":[{"type":"reasoning","summary":[{"type":"summary_text","text":"hm""", "")]
    [InlineData("""{"output":[{"id":"rs","summary":[],"content":[{"type":"reasoning_text","text":"hm""", "")]
    [InlineData("""{"output":[{"type":"message","content":[{"type":"refusal","refusal":"I will n""", "I will n")]
    [InlineData("<html>", "")]
    [InlineData("", "")]
    public void The_text_is_read_as_far_as_it_came(string body, string expected) =>
        Assert.Equal(expected, CutCompletion.FindText(Encoding.UTF8.GetBytes(body)));

    [Theory]
    [InlineData(Start, "}}]}")]
    [InlineData(Part, "}]}],\"usage\":null}")]
    public void Wherever_an_answer_is_cut_what_is_read_is_a_beginning_of_its_text(string before, string after)
    {
        const string Text = "Grüße \"quoted\" 😀\n\u0001 end";
        byte[] body = [.. Encoding.UTF8.GetBytes(before), .. System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(Text), .. Encoding.UTF8.GetBytes(after)];
        int longest = 0;
        for (int length = 0; length <= body.Length; length++)
        {
            string found = CutCompletion.FindText(body.AsSpan(0, length));

            Assert.StartsWith(found, Text, StringComparison.Ordinal);
            Assert.True(found.Length >= longest, $"Byte {length} takes '{found}' back.");
            longest = found.Length;
        }

        Assert.Equal(Text.Length, longest);
    }

    [Theory]
    [InlineData(ModelApi.Chat, "breaks", FailureKind.ReplyCutOff)]
    [InlineData(ModelApi.Chat, "ends", FailureKind.ReplyInvalid)]
    [InlineData(ModelApi.Responses, "breaks", FailureKind.ReplyCutOff)]
    [InlineData(ModelApi.Responses, "ends", FailureKind.ReplyInvalid)]
    public async Task A_whole_answer_that_breaks_off_keeps_what_had_come(ModelApi api, string end, FailureKind kind)
    {
        using ScriptedStream stream = new(api == ModelApi.Chat ? Start : Part, "\"half an ans")
        {
            Fault = end == "breaks" ? new HttpIOException(HttpRequestError.ResponseEnded) : null,
        };

        using WireHandler wire = new(stream);
        ChatFailure failure = (await ChatRun.OverAsync(wire, ChatRun.Request with { ApiChoice = api })).Failure!;

        Assert.Equal((kind, "half an ans"), (failure.Kind, failure.PartialText));
    }

    [Fact]
    public async Task A_whole_answer_whose_time_is_over_keeps_what_had_come()
    {
        FakeTimeProvider clock = new();
        using ScriptedStream stream = new(Start, "\"half an ans") { Hangs = true };

        using WireHandler wire = new(stream);
        Task<ChatRun> run = ChatRun.OverAsync(wire, ChatRun.Request with { IdleLimit = TimeSpan.FromSeconds(9) }, clock);
        await stream.Silent.WaitAsync(Patience.Limit, TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromSeconds(10));
        ChatFailure failure = (await run).Failure!;

        Assert.Equal((FailureKind.TimedOut, "half an ans"), (failure.Kind, failure.PartialText));
    }

    [Fact]
    public async Task A_whole_answer_that_is_too_long_keeps_its_beginning()
    {
        byte[] piece = [.. Enumerable.Repeat((byte)'a', 1 << 20)];
        using ScriptedStream stream = new(
            [Encoding.UTF8.GetBytes(Start + "\""), .. Enumerable.Repeat(new ReadOnlyMemory<byte>(piece), (ReplyBody.LongestReply >> 20) + 1)]);

        using WireHandler wire = new(stream);
        ChatFailure failure = (await ChatRun.OverAsync(wire, ChatRun.Request)).Failure!;

        Assert.Equal(FailureKind.ReplyTooLong, failure.Kind);
        Assert.InRange(failure.PartialText.Length, 1 << 20, ReplyBody.LongestReply);
        Assert.StartsWith("aaa", failure.PartialText, StringComparison.Ordinal);
    }
}
