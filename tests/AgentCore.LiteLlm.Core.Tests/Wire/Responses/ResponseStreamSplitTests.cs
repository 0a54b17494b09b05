using System.Text;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;
using static AgentCore.LiteLlm.Tests.Wire.Responses.ResponseReplyTests;

namespace AgentCore.LiteLlm.Tests.Wire.Responses;

/// <summary>Streams that are cut: between two reads, where nothing changes, and for good, where nothing passes for an answer.</summary>
public sealed class ResponseStreamSplitTests
{
    // As OpenAI, DeepSeek (thoughts in the open, no [DONE]) and LiteLLM's bridge send them.
    private static readonly string[] Shapes =
    [
        Event("""{"type":"response.created","sequence_number":0,"response":{"id":"r","object":"response","status":"in_progress","output":[]}}""")
            + Event("""{"type":"response.output_item.added","output_index":0,"item":{"id":"rs","type":"reasoning","summary":[]}}""")
            + Event("""{"type":"response.reasoning_summary_text.delta","item_id":"rs","output_index":0,"summary_index":0,"delta":"Hm 🤔"}""")
            + Event("""{"type":"response.output_item.done","output_index":0,"item":{"id":"rs","type":"reasoning","encrypted_content":"e=="}}""")
            + Event("""{"type":"response.output_text.delta","item_id":"m","output_index":1,"content_index":0,"delta":"Grüße sk-can"}""")
            + Event("""{"type":"response.output_text.delta","item_id":"m","output_index":1,"content_index":0,"delta":"ary-0123456789 世界"}""")
            + Event("""{"type":"response.completed","response":{"id":"r","status":"completed","output":[],"usage":{"total_tokens":3}}}"""),
        Event("""{"type":"response.reasoning_text.delta","output_index":0,"delta":"So"}""")
            + Event("""{"type":"response.output_item.added","output_index":1,"item":{"type":"function_call","call_id":"c","name":"f","arguments":""}}""")
            + Event("""{"type":"response.function_call_arguments.delta","output_index":1,"delta":"{\"x\":"}""")
            + Event("""{"type":"response.function_call_arguments.delta","output_index":1,"delta":"\"😀\"}"}""")
            + Event("""{"type":"response.completed","response":{"status":"completed"}}"""),
        (Event("""{"type":"response.output_text.delta","delta":"one "}""")
            + Event("""{"type":"response.output_text.delta","delta":"two"}""")
            + Event("""{"type":"response.incomplete","response":{"incomplete_details":{"reason":"max_output_tokens"}}}"""))
            .Replace("\n", "\r\n", StringComparison.Ordinal),
    ];

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Shapes.Length)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task A_stream_gives_the_same_wherever_it_is_cut(int shape)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Shapes[shape]);
        string expected = Describe(await StreamAsync(bytes));
        Assert.DoesNotContain("canary-", expected, StringComparison.Ordinal);

        Assert.Equal(expected, Describe(await StreamAsync(bytes, [.. Enumerable.Range(0, bytes.Length)])));
        for (int place = 1; place < bytes.Length; place++)
        {
            Assert.Equal(expected, Describe(await StreamAsync(bytes, place)));
        }
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task A_stream_that_ends_early_is_a_failure_wherever_it_ends(int shape)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Shapes[shape]);
        AgentReply whole = (await StreamAsync(bytes)).Reply;

        // The last event is read as soon as its JSON ends, with or without the blank line behind it.
        int end = Array.LastIndexOf(bytes, (byte)'}') + 1;
        for (int length = 0; length < bytes.Length; length++)
        {
            ChatRun run = await StreamAsync(bytes[..length]);
            if (length < end)
            {
                Assert.True(run.Failure is { Kind: FailureKind.ReplyCutOff or FailureKind.ReplyInvalid }, $"{length} of {bytes.Length}: {run.Failure}");
            }
            else
            {
                Assert.True(run.Failure is null, $"{length} of {bytes.Length}: {run.Failure}");
                Assert.Equal(whole.Text, run.Reply.Text);
            }
        }
    }

    private static string Describe(ChatRun run)
    {
        Assert.True(run.Failure is null, $"{run.Failure}");
        AgentReply reply = run.Reply with { Duration = TimeSpan.Zero, TimeToFirstToken = null };
        return $"{string.Join('|', run.Chunks.Select(c => $"{c.Kind}:{c.Text}"))}\n{string.Join('|', reply.ToolCalls)}\n"
            + $"{reply with { ToolCalls = default, Warnings = default }}\n{reply.Reasoning}";
    }
}
