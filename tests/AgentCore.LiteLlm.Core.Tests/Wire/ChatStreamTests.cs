using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.Wire;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Wire;

public sealed class ChatStreamTests
{
    private const string Hello = "data: {\"choices\":[{\"delta\":{\"content\":\"Hello\"}}]}\n\n";
    private const string Stop = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    private const string Whole = """{"id":"w","choices":[{"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}]}""";

    /// <summary>Gets streams of real servers that a strict reader breaks on or misreads, all of which say Hello.</summary>
    public static TheoryData<string, string> Quirks => new()
    {
        { "comments", ": OPENROUTER PROCESSING\n\n" + Hello + ": again\n\n" + Stop + "data: [DONE]\n\n" },
        { "no [DONE]", Hello + Stop },
        { "no blank line at the end", Hello + Stop.TrimEnd('\n') },
        { "[DONE] without blank line", Hello + Stop + "data: [DONE]" },
        { "CRLF", (Hello + Stop + "data: [DONE]\n\n").Replace("\n", "\r\n", StringComparison.Ordinal) },
        { "no space after data:", (Hello + Stop + "data: [DONE]\n\n").Replace("data: ", "data:", StringComparison.Ordinal) },
        { "byte order mark", "\uFEFF" + Hello + Stop },
        { "blank lines first", "\n\r\n\n" + Hello + Stop },
        { "event, id and retry lines", "event: message\nid: 1\nretry: 10\n" + Hello + "event: done\n" + Stop },
        { "data of several lines", "data: {\"choices\":\ndata: [{\"delta\":{\"content\":\"Hello\"}}]}\n\n" + Stop },
        { "empty data", "data:\n\ndata: \n\n" + Hello + "data: \n\n" + Stop },
        { "choices empty, missing and null", "data: {\"choices\":[],\"prompt_filter_results\":[{}]}\n\ndata: {\"id\":\"x\"}\n\ndata: {\"choices\":null}\n\n"
            + "data: {\"choices\":{}}\n\ndata: {\"choices\":[7]}\n\n" + Hello + Stop },
        { "delta null and missing", "data: {\"choices\":[{\"delta\":null}]}\n\ndata: {\"choices\":[{\"index\":0}]}\n\n" + Hello + Stop },
        { "role in every chunk", "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"Hel\"}}]}\n\n"
            + "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"lo\"}}]}\n\n" + Stop },
        { "role null, empty and unknown", "data: {\"choices\":[{\"delta\":{\"role\":null,\"content\":\"Hel\"}}]}\n\n"
            + "data: {\"choices\":[{\"delta\":{\"role\":\"\",\"content\":\"l\"}}]}\n\n"
            + "data: {\"choices\":[{\"delta\":{\"role\":\"model\",\"content\":\"o\"}}]}\n\n"
            + Stop },
        { "content null and empty", "data: {\"choices\":[{\"delta\":{\"content\":null}}]}\n\ndata: {\"choices\":[{\"delta\":{\"content\":\"\"}}]}\n"
            + "\n" + Hello + Stop },
        { "content as array of parts", "data: "
            + "{\"choices\":[{\"delta\":{\"content\":[{\"type\":\"text\",\"text\":\"Hel\"},{\"type\":\"text\",\"text\":\"lo\"}]}}]}\n\n" + Stop },
        { "content as array of strings", "data: {\"choices\":[{\"delta\":{\"content\":[\"Hel\",\"lo\"]}}]}\n\n" + Stop },
        { "content as one part", "data: {\"choices\":[{\"delta\":{\"content\":{\"type\":\"text\",\"text\":\"Hello\"}}}]}\n\n" + Stop },
        { "finish_reason null, empty, then stop", "data: {\"choices\":[{\"delta\":{\"content\":\"Hello\"},\"finish_reason\":null}]}\n\n"
            + "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"\"}]}\n\n" + Stop },
        { "finish_reason empty, then [DONE]", Hello + "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"\"}]}\n\ndata: [DONE]\n\n" },
        { "finish_reason with the last text", "data: {\"choices\":[{\"delta\":{\"content\":\"Hello\"},\"finish_reason\":\"stop\"}]}\n\n" },
        { "finish_reason twice", Hello + Stop + Stop + "data: [DONE]\n\n" },
        { "text after the finish_reason", "data: {\"choices\":[{\"delta\":{\"content\":\"Hel\"},\"finish_reason\":\"stop\"}]}\n\n"
            + "data: {\"choices\":[{\"delta\":{\"content\":\"lo\"},\"finish_reason\":\"stop\"}]}\n\n" },
        { "finish_reason eos", Hello + Stop.Replace("stop", "eos", StringComparison.Ordinal) },
        { "finish_reason end_turn", Hello + Stop.Replace("stop", "end_turn", StringComparison.Ordinal) },
        { "message in place of delta", "data: {\"choices\":[{\"message\":{\"content\":\"Hello\"},\"finish_reason\":\"stop\"}]}\n\n" },
        { "several choices", "data: "
            + "{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"other\"},\"finish_reason\":\"length\"},{\"index\":0,\"delta\":{\"content\":\"Hello\"}}]}\n\n"
            + "data: {\"choices\":[{\"index\":1,\"delta\":{\"content\":\"more\"}}]}\n\n"
            + Stop },
        { "index null and as text", "data: {\"choices\":[{\"index\":null,\"delta\":{\"content\":\"Hel\"}}]}\n\n"
            + "data: {\"choices\":[{\"index\":\"0\",\"delta\":{\"content\":\"lo\"}}]}\n\n" + Stop },
        { "id, created and model of odd types", "data: "
            + "{\"id\":7,\"created\":\"x\",\"model\":null,\"object\":3,\"choices\":[{\"delta\":{\"content\":\"Hello\"}}]}\n\n" + Stop },
        { "error null", "data: {\"error\":null,\"choices\":[{\"delta\":{\"content\":\"Hello\"}}]}\n\n" + Stop },
        { "events of other kinds", "event: ping\ndata: {\"type\":\"ping\"}\n\n" + Hello + Stop },
        { "junk after the finish_reason", Hello + Stop + "data: {\"usage\":{\"prompt_t" },
        { "two events on one line", Hello.TrimEnd('\n') + Stop },
        { "two events without a blank line", Hello.TrimEnd('\n') + "\n" + Stop.TrimEnd('\n') + "\ndata: [DONE]\n\n" },
        { "a message that says all "
            + "again",
            Hello.Replace("Hello", "Hel", StringComparison.Ordinal) + Hello.Replace("Hello", "lo", StringComparison.Ordinal) + "data: " + Whole + "\n\n" },
        { "a message that says more", Hello.Replace("Hello", "Hel", StringComparison.Ordinal) + "data: " + Whole + "\n\n" },
        { "a message that is the last "
            + "piece", Hello.Replace("Hello", "Hel", StringComparison.Ordinal) + "data: " + Whole.Replace("Hello", "lo", StringComparison.Ordinal) + "\n\n" },
        { "a message with other white "
            + "space",
            Hello.Replace("Hello", "\\nHello", StringComparison.Ordinal).Replace("\\n", "", StringComparison.Ordinal) + "data: "
                + Whole.Replace("Hello", " Hello ", StringComparison.Ordinal) + "\n\n" },
        { "only a choice with another number", (Hello + Stop).Replace("[{", "[{\"index\":3,", StringComparison.Ordinal) },
        { "only a choice with another number, whole", Whole.Replace("[{", "[{\"index\":3,", StringComparison.Ordinal) },
        { "halves of a character in two events", "data: {\"choices\":[{\"delta\":{\"content\":\"Hello\\ud83d\"}}]}\n\n"
            + "data: {\"choices\":[{\"delta\":{\"content\":\"\\uDE00\"}}]}\n\n" + Stop },
        { "lines of JSON", "{\"choices\":[{\"delta\":{\"content\":\"Hello\"}}]}\n{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n" },
        { "a whole reply in place of a stream", Whole },
        { "a whole reply after a mark", "\uFEFF \n" + Whole + "\n" },
        { "a whole reply as one event", "data: " + Whole + "\n\n" },
        { "a whole reply without finish_reason", """{"choices":[{"message":{"content":"Hello"}}]}""" },
    };

    /// <summary>Gets what must never look like an answer.</summary>
    public static TheoryData<string, string, FailureKind, string, string> Faults => new()
    {
        { "[DONE] without finish_reason", Hello + "data: [DONE]\n\n", FailureKind.ReplyCutOff, "[DONE] without a finish reason", "Hello" },
        { "neither [DONE] nor finish_reason", Hello, FailureKind.ReplyCutOff, "without a finish reason", "Hello" },
        { "finish_reason only empty, no [DONE]", Hello + "data: {\"choices\":[{\"finish_reason\":\"\"}]}\n"
            + "\n", FailureKind.ReplyCutOff, "without a finish reason", "Hello" },
        { "finish_reason only of another choice", Hello + "data: {\"choices\":[{\"index\":1,\"delta\":{},\"finish_reason\":\"stop\"}]}\n"
            + "\n", FailureKind.ReplyCutOff, "without a finish reason", "Hello" },
        { "finish_reason error", Hello + Stop.Replace("stop", "error", StringComparison.Ordinal), FailureKind.ReplyCutOff, "'error'", "Hello" },
        { "finish_reason "
            + "network_error", Hello + Stop.Replace("stop", "network_error", StringComparison.Ordinal), FailureKind.ReplyCutOff, "'network_error'", "Hello" },
        { "error event", Hello + "data: {\"error\":{\"message\":\"boom\",\"type\":\"None\",\"code\":\"500\"}}\n\n", FailureKind.ServerError, "boom", "Hello" },
        { "error event with a name", Hello + "event: error\ndata: {\"error\":{\"message\":\"boom\"}}\n\n", FailureKind.ReplyInvalid, "boom", "Hello" },
        { "error event without a wrapper", Hello + "event: error\ndata: {\"message\":\"boom\",\"code\":503}\n\n", FailureKind.GatewayError, "boom", "Hello" },
        { "error event that is text", Hello + "data: {\"error\":\"boom\"}\n\n", FailureKind.ReplyInvalid, "boom", "Hello" },
        { "error beside choices", Hello + "data: {\"id\":\"g\",\"error\":{\"code\":502,\"message\":\"upstream "
            + "died\",\"metadata\":{}},\"choices\":[{\"delta\":{\"content\":\"\"},\"finish_reason\":\"error\"}]}\n\n", FailureKind.GatewayError,
            "upstream died", "Hello" },
        { "error with empty choices", "data: {\"choices\":[],\"error\":{\"message\":\"slow down\",\"code\":429}}\n"
            + "\n", FailureKind.RateLimited, "slow down", "" },
        { "error event first, then [DONE]", "data: {\"error\":{\"message\":\"Budget has been exceeded! Current cost: "
            + "2\",\"type\":\"budget_exceeded\",\"code\":\"400\"}}\n\ndata: [DONE]\n\n", FailureKind.BudgetExceeded, "Budget", "" },
        { "cut line", Hello + "data: {\"choices\":[{\"delta\":{\"content\":\"wo", FailureKind.ReplyCutOff, "in the middle of an event", "Hello" },
        { "event that is no JSON", Hello + "data: oops\n\n", FailureKind.ReplyInvalid, "an event is no JSON", "Hello" },
        { "event that is an array", Hello + "data: [1]\n\n", FailureKind.ReplyInvalid, "no piece of an answer", "Hello" },
        { "event that is null", Hello + "data: null\n\n", FailureKind.ReplyInvalid, "no piece of an answer", "Hello" },
        { "name of half a character", "data: {\"\\ud83d\":1}\n\n", FailureKind.ReplyInvalid, "no JSON", "" },
        { "error without data:", Hello + "{\"error\":{\"message\":\"boom\",\"code\":500}}\n", FailureKind.ServerError, "boom", "Hello" },
        { "error without data: after a comment", ": ping\n\n{\"error\":{\"message\":\"boom\",\"code\":500}}", FailureKind.ServerError, "boom", "" },
        { "error of several lines without data:", Hello + "{\n  \"error\": {\n    \"message\": \"boom\",\n    \"code\": 500\n  }\n"
            + "}\n", FailureKind.ServerError, "boom", "Hello" },
        { "error as a field", Hello + "error: {\"code\":500,\"message\":\"boom\",\"type\":\"server_error\"}\n\n", FailureKind.ServerError, "boom", "Hello" },
        { "words as a field of errors", Hello + "error: boom\n\n", FailureKind.ReplyInvalid, "boom", "Hello" },
        { "words in an event of errors", Hello + "event: error\ndata: boom \"now\"\n\n", FailureKind.ReplyInvalid, "boom \"now\"", "Hello" },
        { "an event of errors with other members", Hello + "event: error\ndata: {\"reason\":\"boom\"}\n\n", FailureKind.ReplyInvalid, "boom", "Hello" },
        { "error behind an event on its line", Hello.TrimEnd('\n') + "{\"error\":{\"message\":\"boom\",\"code\":500}}\n"
            + "\n", FailureKind.ServerError, "boom", "Hello" },
        { "error behind an event on the next line", Hello.TrimEnd('\n') + "\n{\"error\":{\"message\":\"boom\",\"code\":500}}\n"
            + "\n", FailureKind.ServerError, "boom", "Hello" },
        { "error behind an event that was cut", Hello + "data: {\"choices\":[{\"delta\":{\"content\":\"wo{\"error\":{\"message\":\"boom\",\"code\":500}}\n"
            + "\n", FailureKind.ServerError, "boom", "Hello" },
        { "framed error behind an event that was cut", Hello + "data: {\"choices\":[{\"delta\":{\"content\":\"wodata: "
            + "{\"error\":{\"message\":\"boom\",\"code\":500}}\n\ndata: [DONE]\n\n", FailureKind.ServerError, "boom", "Hello" },
        { "error below an event that was cut", Hello + "data: {\"choices\":[{\"delta\":{\"content\":\"wo\n{\"error\":{\"message\":\"boom\",\"code\":500}}\n"
            + "\n", FailureKind.ServerError, "boom", "Hello" },
        { "error below an event that was cut, after a blank line", Hello + "data: {\"choices\":[{\"delta\":{\"content\":\"wo\n\n"
            + "{\"error\":{\"message\":\"boom\",\"code\":500}}\n", FailureKind.ServerError, "boom", "Hello" },
        { "error event after one that was cut", Hello + "data: {\"choices\":[{\"delta\":{\"content\":\"wo\n\n"
            + "data: {\"error\":{\"message\":\"boom\",\"code\":500}}\n\n", FailureKind.ServerError, "boom", "Hello" },
        { "event after one that was cut", Hello + "data: {\"choices\":[{\"delta\":{\"content\":\"wo\n"
            + "\n" + Hello + Stop, FailureKind.ReplyInvalid, "an event is no JSON", "Hello" },
        { "error in the choice", Hello + "data: {\"choices\":[{\"index\":0,\"error\":{\"message\":\"boom\",\"code\":502},\"finish_reason\":\"error\"}]}\n"
            + "\n", FailureKind.GatewayError, "boom", "Hello" },
        { "error in the delta", Hello + "data: {\"choices\":[{\"delta\":{\"error\":{\"message\":\"boom\",\"code\":502}}}]}\n"
            + "\n", FailureKind.GatewayError, "boom", "Hello" },
        { "words behind the events", Hello + "\nupstream connect error\n", FailureKind.ReplyCutOff, "in place of an event came: upstream connect "
            + "error", "Hello" },
        { "lines of JSON, cut", "{\"choices\":[{\"delta\":{\"content\":\"Hello\"}}]}\n{\"choi", FailureKind.ReplyCutOff, "in the middle of an event", "Hello" },
        { "HTML", "<!DOCTYPE html><html><title>Sign in</title></html>", FailureKind.ReplyInvalid, "HTML", "" },
        { "plain text", "upstream connect error", FailureKind.ReplyInvalid, "no stream of events", "" },
        { "nothing", "", FailureKind.ReplyInvalid, "empty", "" },
        { "white space", "\n \n", FailureKind.ReplyInvalid, "empty", "" },
        { "only comments", ": PROCESSING\n\n", FailureKind.ReplyCutOff, "without a finish reason", "" },
        { "JSON error", """{"error":{"message":"Overloaded","code":529}}""", FailureKind.GatewayError, "Overloaded", "" },
        { "JSON error that is text", """{"error":"Unexpected endpoint or method. (POST """
            + """/chat/completions)"}""", FailureKind.WrongPath, "Unexpected endpoint", "" },
        { "JSON error in an array", """[{"error":{"code":400,"message":"API key not valid"}}]""", FailureKind.AuthenticationFailed, "API key not valid", "" },
        { "JSON without a choice", """{"object":"list","data":[]}""", FailureKind.ReplyInvalid, "no choice", "" },
        { "JSON cut", """{"choices":[{"message":{"content":"Hel""", FailureKind.ReplyInvalid, "neither a stream of events nor JSON", "" },
    };

    [Theory]
    [MemberData(nameof(Quirks))]
    public async Task An_odd_stream_is_still_a_correct_answer(string quirk, string stream)
    {
        ChatRun run = await ChatRun.OfStreamAsync(stream);

        Assert.True(run.Failure is null, $"{quirk}: {run.Failure}");
        Assert.Equal("Hello", run.Reply.Text.Replace("😀", "", StringComparison.Ordinal));
        Assert.Equal(run.Reply.Text, run.Pieces.Text);
        Assert.DoesNotContain(run.Chunks, c => char.IsHighSurrogate(c.Text[^1]));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task What_is_no_complete_answer_is_a_failure_that_keeps_what_had_arrived(
        string fault, string stream, FailureKind kind, string expected, string partial)
    {
        ChatRun run = await ChatRun.OfStreamAsync(stream);

        Assert.True(run.Failure is not null, fault);
        Assert.Equal((kind, partial, partial), (run.Failure.Kind, run.Failure.PartialText, run.Pieces.Text));
        Assert.Contains(expected, run.Failure.Summary, StringComparison.Ordinal);
        Assert.Empty(run.Events.OfType<ChatEvent.Completed>());
    }

    [Theory]
    [InlineData("text/event-stream")]
    [InlineData("application/json")]
    [InlineData("text/html; charset=utf-8")]
    [InlineData("")]
    public async Task What_counts_is_the_body_and_not_its_name(string mediaType)
    {
        using ScriptedStream stream = new(Hello + Stop);
        using WireHandler wire = new(stream, mediaType);

        Assert.Equal("Hello", (await ChatRun.OverAsync(wire)).Reply.Text);
    }

    [Theory]
    [InlineData("data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}\n\n" + Hello + Stop, 5)]
    [InlineData(Hello + Stop + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}}\n\ndata: [DONE]\n\n", 5)]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"Hello\"},\"finish_reason\":\"stop\"}],\"usage\":{\"total_tokens\":5}}\n\n", 5)]
    [InlineData(
        "data: {\"usage\":{\"total_tokens\":1}}\n\n" + Hello + "data: {\"usage\":{\"total_tokens\":5}}\n\n" + Stop
            + "data: {\"usage\":{}}\n\ndata: {\"usage\":null}\n\n",
        5)]
    [InlineData(Hello + Stop, null)]
    public async Task Usage_is_read_from_whichever_event_has_it(string stream, int? total) =>
        Assert.Equal(total, (await ChatRun.OfStreamAsync(stream)).Reply.Usage?.TotalTokens);

    [Fact]
    public async Task A_stream_asks_for_usage_unless_the_endpoint_does_not_know_it()
    {
        using ScriptedStream stream = new(Hello + Stop);
        using ScriptedStream same = new(Hello + Stop);
        using WireHandler usual = new(stream);
        using WireHandler odd = new(same);

        await ChatRun.OverAsync(usual);
        await ChatRun.OverAsync(odd, ChatRun.Streaming with { Dialect = new() { Omitted = OptionalMembers.StreamOptions } });

        Assert.EndsWith(",\"stream\":true,\"stream_options\":{\"include_usage\":true}}", usual.SentBody, StringComparison.Ordinal);
        Assert.EndsWith(",\"stream\":true}", odd.SentBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_refused_by_its_status_is_a_failure_like_any_other()
    {
        using WireHandler wire = new(
            System.Net.HttpStatusCode.TooManyRequests, """{"error":{"message":"limit"}}""", "application/json", ("retry-after", "2"), ("x-request-id", "r-1"));

        ChatFailure failure = (await ChatRun.OverAsync(wire)).Failure!;

        Assert.Equal(
            (FailureKind.RateLimited, 429, TimeSpan.FromSeconds(2), "r-1", true),
            (failure.Kind, failure.HttpStatus, failure.RetryAfter, failure.RequestId, failure.Retriable));
    }

    [Fact]
    public async Task A_refusal_is_a_warning()
    {
        ChatRun run = await ChatRun.OfStreamAsync(Sse.Of(Sse.Delta("\"refusal\":\"I \""), Sse.Delta("\"refusal\":\"won't.\""), Sse.Stop));

        Assert.Equal("The model refused: I won't.", Assert.Single(run.Events.OfType<ChatEvent.Warning>()).Message);
    }

    [Theory]
    [InlineData("\"refusal\":\"I won't.\"", "I won't.")]
    [InlineData("\"provider_specific_fields\":{\"refusal\":\"I won't.\"}", "I won't.")]
    [InlineData("\"refusal\":null,\"provider_specific_fields\":{\"refusal\":\"I won't.\"}", "I won't.")]
    [InlineData("\"content\":[{\"type\":\"refusal\",\"refusal\":\"I won't.\"}]", "I won't.")]
    [InlineData("\"refusal\":\"\",\"provider_specific_fields\":{\"refusal\":null}", null)]
    public async Task A_refusal_is_read_wherever_it_stands(string members, string? refusal)
    {
        string whole = Whole.Replace("\"content\":\"Hello\"", members, StringComparison.Ordinal);

        Assert.Equal(refusal, (await ChatRun.OfStreamAsync(whole)).Reply.Refusal);
        Assert.Equal(refusal, (await ChatRun.OfStreamAsync(Sse.Of(Sse.Delta(members), Sse.Stop, "data: " + whole))).Reply.Refusal);
    }

    [Theory]
    [InlineData(
        """{"function_call":{"name":"f","arguments":"{\"x\":1}"}}""",
        """{"function_call":{"name":"f"}}|{"function_call":{"arguments":"{\"x\""}}|{"function_call":{"arguments":":1}"}}""")]
    [InlineData(
        """{"function_call":{"name":"f","arguments":"{\"x\":1}"},"tool_calls":[{"id":"","function":{"name":"f","arguments":{"x":1}}}]}""",
        """{"function_call":{"name":"f","arguments":"{\"x\":1}"},"tool_calls":[{"index":0,"function":{"name":"f","arguments":"{\"x\":1}"}}]}""")]
    [InlineData("""{"tool_calls":{"name":"f","arguments":{"x":1}}}""", """{"tool_calls":{"function":{"name":"f","arguments":"{\"x\":1}"}}}""")]
    [InlineData(
        """{"tool_calls":[{"function":{"name":" f ","arguments":"{}{\"x\":1}"}}]}""",
        """{"tool_calls":[{"function":{"name":"f","arguments":"{\"x\":1}{\"x\":1}"}}]}""")]
    public async Task Odd_forms_of_a_call_are_that_call(string message, string deltas)
    {
        AgentReply whole = (await ChatRun.OfStreamAsync($$"""{"choices":[{"message":{{message}},"finish_reason":"function_call"}]}""")).Reply;
        AgentReply stream = (
            await ChatRun.OfStreamAsync(Sse.Of([.. deltas.Split('|').Select(d => $$"""data: {"choices":[{"delta":{{d}}}]}"""), Sse.Stop]))).Reply;

        Assert.Equal([new ToolCall("", "f", """{"x":1}""")], whole.ToolCalls);
        Assert.Equal([new ToolCall("", "f", """{"x":1}""")], stream.ToolCalls);
    }

    [Theory]
    [InlineData("""{"x":1}""", """{"x":2}""", """{"x":1}{"x":2}""")]
    [InlineData("""{"x":1}""", """{"x":1,"y":2}""", """{"x":1,"y":2}""")]
    [InlineData("""{"x":1,"y":[1,2]}""", """{"y":[1],"x":1}""", """{"x":1,"y":[1,2]}""")]
    [InlineData("""{"x":{"a":""", """{"x":{"a":1}}}""", """{"x":{"a":{"x":{"a":1}}}""")]
    [InlineData("""{"x":1}""", "}", """{"x":1}}""")]
    [InlineData("""{"x":1}""", """{"x":""", """{"x":1}""")]
    public async Task What_arguments_say_twice_counts_once_and_nothing_is_chosen_between_two(string one, string other, string expected)
    {
        string[] deltas = [.. ((string[])[one, other]).Select(
                a => Sse.Delta(
                    $$$"""  "tool_calls":[{"index":0,"function":{"name":"f","arguments":{{{SchemaText.Quoted(a)}}}}}]  """.Replace(
                        "\"name\":\"f\",", a == one ? "\"name\":\"f\"," : "", StringComparison.Ordinal)))];

        Assert.Equal([expected], (await ChatRun.OfStreamAsync(Sse.Of([.. deltas, Sse.Stop]))).Reply.ToolCalls.Select(c => c.Arguments));
    }

    [Theory]
    [InlineData("length", "")]
    [InlineData("max_tokens", "")]
    [InlineData("tool_calls", "{}")]
    [InlineData("stop", "{}")]
    public async Task A_call_that_was_cut_before_its_arguments_has_none(string finish, string expected)
    {
        AgentReply reply = (await ChatRun.OfStreamAsync(Sse.Of(
            Sse.Delta("""  "tool_calls":[{"index":0,"id":"a","function":{"name":"f"}},{"index":1,"id":"b","function":{"name":"f","arguments":""}}]  """),
            Sse.Stop.Replace("stop", finish, StringComparison.Ordinal)))).Reply;

        Assert.Equal(["{}", expected], reply.ToolCalls.Select(c => c.Arguments));
    }

    [Theory]
    [InlineData("\"reasoning_content\":\"hm\"", "hm")]
    [InlineData("\"reasoning\":\"hm\"", "hm")]
    [InlineData("\"reasoning_content\":\"\",\"reasoning\":\"hm\"", "hm")]
    [InlineData("\"reasoning_content\":null,\"reasoning\":\"hm\"", "hm")]
    [InlineData("\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"hm\"}]},{\"type\":\"text\",\"text\":\"\"}]", "hm")]
    [InlineData("\"content\":{\"type\":\"thinking\",\"thinking\":\"hm\"}", "hm")]
    [InlineData("\"reasoning\":{\"effort\":\"low\"}", null)]
    [InlineData("\"reasoning_text\":\"hm\"", "hm")]
    [InlineData("\"thinking\":\"hm\"", "hm")]
    [InlineData("\"reasoning_details\":[{\"type\":\"reasoning.encrypted\",\"data\":\"x\"},{\"type\":\"reasoning.summary\",\"summary\":\"hm\"}]", "hm")]
    [InlineData("\"thinking_blocks\":[{\"type\":\"redacted_thinking\",\"data\":\"x\"},{\"type\":\"thinking\",\"thinking\":\"hm\"}]", "hm")]
    [InlineData("\"content\":[{\"type\":\"reasoning\",\"text\":\"hm\"}]", "hm")]
    [InlineData("\"content\":\"<think>hm</think>\"", "hm")]
    [InlineData("\"content\":\" \\n<THINK>\\nhm\\n</think>\\n\\n\"", "hm")]
    [InlineData("\"content\":\"[THINK]hm[/THINK]\"", "hm")]
    [InlineData("\"content\":\"<think>hm</think>\\n<think>so</think>\"", "hm\nso")]
    [InlineData("\"reasoning\":\"hm\",\"content\":\"<think>hm</think>\"", "hm")]
    public async Task Reasoning_is_kept_apart_from_the_text(string delta, string? reasoning)
    {
        ChatRun run = await ChatRun.OfStreamAsync(Sse.Of(Sse.Delta(delta), Sse.Text("Hello"), Sse.Stop));

        Assert.Equal(("Hello", reasoning), (run.Reply.Text, run.Reply.Reasoning));
        Assert.Equal(("Hello", reasoning ?? ""), (run.Pieces.Text, run.Pieces.Reasoning.Trim()));
    }

    [Theory]
    [InlineData("Write <think> where you think.", "Write <think> where you think.", null)]
    [InlineData("Tags: `</think>` closes.", "Tags: `</think>` closes.", null)]
    [InlineData("<b>bold</b>", "<b>bold</b>", null)]
    [InlineData("<thin", "<thin", null)]
    [InlineData("<think>hm", "", "hm")]
    [InlineData("hm\nand so\n</think>\n\nHello", "Hello", "hm\nand so")]
    [InlineData("hm</think>\nHello", "Hello", "hm")]
    [InlineData("\n</think>\n\nHello", "Hello", null)]
    [InlineData("<think>a <think> b</think>Hello </think>\n", "Hello </think>\n", "a <think> b")]
    public async Task Tags_of_thoughts_count_where_templates_write_them(string content, string text, string? reasoning)
    {
        AgentReply whole = (await ChatRun.OfStreamAsync(Whole.Replace("\"Hello\"", SchemaText.Quoted(content), StringComparison.Ordinal))).Reply;
        AgentReply stream = (await ChatRun.OfStreamAsync(Sse.Of([.. content.Select(c => Sse.Text(c.ToString())), Sse.Stop]))).Reply;

        Assert.Equal((text, reasoning), (whole.Text, whole.Reasoning));
        Assert.Equal((text, reasoning), (stream.Text, stream.Reasoning));
    }

    [Theory]
    [InlineData("content", ChunkKind.Text)]
    [InlineData("reasoning", ChunkKind.Reasoning)]
    [InlineData("arguments", ChunkKind.ToolCall)]
    public async Task An_answer_without_end_is_stopped_and_what_came_of_it_is_kept(string member, ChunkKind kind)
    {
        string piece = new('x', 8000);
        string delta = member == "arguments"
            ? $$$"""{"tool_calls":[{"index":0,"function":{"name":"f","arguments":"{{{piece}}}"}}]}"""
            : $$"""{"{{member}}":"{{piece}}"}""";
        string begun = Sse.Of(Sse.Delta("""  "tool_calls":[{"index":0,"function":{"name":"f","arguments":"{\"x\":\""}}]  """));
        using EndlessStream stream = new(member == "arguments" ? begun : Hello, $"data: {{\"choices\":[{{\"delta\":{delta}}}]}}\n\n");

        ChatRun run = await ChatRun.OverAsync(stream);

        Assert.Equal((FailureKind.ReplyTooLong, false), (run.Failure!.Kind, run.Failure.Retriable));
        Assert.InRange(
            run.Chunks.Where(c => c.Kind == kind).Sum(c => (long)c.Text.Length), (ChatStream.LongestReply / 2) - 8000, ChatStream.LongestReply + 8000);
        Assert.Equal(run.Pieces.Text, run.Failure.PartialText);
    }

    [Fact]
    public async Task Calls_without_end_are_stopped()
    {
        int id = 0;
        string[] pieces = [.. Enumerable.Range(0, 5000)
                .Select(_ => Sse.Of(Sse.Delta($$$"""  "tool_calls":[{"index":{{{id}}},"id":"c{{{id++}}}","function":{"name":"f","arguments":"{}"}}]  """)))];
        using ScriptedStream stream = new(string.Concat(pieces));

        Assert.Equal(FailureKind.ReplyTooLong, (await ChatRun.OverAsync(stream)).Failure!.Kind);
    }

    [Theory]
    [InlineData("42", "42")]
    [InlineData("1.50", "1.50")]
    [InlineData("true", "true")]
    [InlineData("{\"answer\":1}", "{\"answer\":1}")]
    public async Task Content_that_is_no_text_is_shown_as_it_is(string content, string expected) =>
        Assert.Equal(expected, (await ChatRun.OfStreamAsync(Sse.Of(Sse.Delta($"\"content\":{content}"), Sse.Stop))).Reply.Text);

    [Fact]
    public async Task Bytes_that_are_no_text_do_not_end_the_stream()
    {
        byte[] bytes = [.. Sse.Bytes(Sse.Text("Hello~")), .. Sse.Bytes(Sse.Stop)];
        bytes[Array.IndexOf(bytes, (byte)'~')] = 0xff;

        Assert.Equal("Hello\uFFFD", (await ChatRun.OfStreamAsync(bytes)).Reply.Text);
    }

    [Fact]
    public async Task A_whole_reply_gives_its_tool_calls_and_pieces()
    {
        ChatRun run = await ChatRun.OfStreamAsync(
            """{"model":"x","choices":[{"message":{"content":"t","reasoning":"r","tool_calls":[{"function":{"name":"f","arguments":""}},{"function":"""
                + """{"name":"f","arguments":{"a":1}}}]},"finish_reason":"tool_calls"}],"usage":{"total_tokens":4}}""");

        Assert.Equal([new ToolCall("", "f", "{}"), new ToolCall("", "f", """{"a":1}""")], run.Reply.ToolCalls);
        Assert.Equal(("t", "r", """{"a":1}"""), run.Pieces);
        Assert.Equal(("t", "r", "tool_calls", 4L), (run.Reply.Text, run.Reply.Reasoning, run.Reply.FinishReason, run.Reply.Usage?.TotalTokens));
    }
}
