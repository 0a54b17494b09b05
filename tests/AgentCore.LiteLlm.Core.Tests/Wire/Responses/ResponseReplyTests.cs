using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.Wire;
using AgentCore.LiteLlm.Wire.Responses;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Wire.Responses;

public sealed class ResponseReplyTests
{
    // What each event of the published schema brings: a kind and its text. Those that are not here say nothing that the end does not say.
    private static readonly Dictionary<string, string> Brings = new(StringComparer.Ordinal)
    {
        ["response.output_text.delta"] = "Text:hi",
        ["response.output_text.done"] = "Text:hi",
        ["response.content_part.added"] = "Text:hi",
        ["response.content_part.done"] = "Text:hi",
        ["response.output_item.done"] = "Text:hi",
        ["response.reasoning_summary_text.delta"] = "Reasoning:hi",
        ["response.reasoning_summary_text.done"] = "Reasoning:hi",
        ["response.reasoning_summary_part.added"] = "Reasoning:hi",
        ["response.reasoning_summary_part.done"] = "Reasoning:hi",
        ["response.reasoning_text.delta"] = "Reasoning:hi",
        ["response.reasoning_text.done"] = "Reasoning:hi",
        ["response.function_call_arguments.delta"] = "ToolCall:hi",
        ["response.function_call_arguments.done"] = "ToolCall:hi",
        ["response.refusal.delta"] = "refusal",
        ["response.refusal.done"] = "refusal",
        ["response.completed"] = "Text:hi, stop",
        ["response.incomplete"] = "Text:hi, length",
        ["response.failed"] = "error",
        ["error"] = "error",
    };

    private static readonly string[] Known =
    [
        "response.created", "response.in_progress", "response.queued", "response.output_item.added", "response.audio.delta", "response.audio.done",
        "response.audio.transcript.delta", "response.audio.transcript.done", "response.code_interpreter_call_code.delta",
        "response.code_interpreter_call_code.done", "response.code_interpreter_call.completed", "response.code_interpreter_call.in_progress",
        "response.code_interpreter_call.interpreting", "response.file_search_call.completed", "response.file_search_call.in_progress",
        "response.file_search_call.searching", "response.web_search_call.completed", "response.web_search_call.in_progress",
        "response.web_search_call.searching", "response.image_generation_call.completed", "response.image_generation_call.generating",
        "response.image_generation_call.in_progress", "response.image_generation_call.partial_image", "response.mcp_call_arguments.delta",
        "response.mcp_call_arguments.done", "response.mcp_call.completed", "response.mcp_call.failed", "response.mcp_call.in_progress",
        "response.mcp_list_tools.completed", "response.mcp_list_tools.failed", "response.mcp_list_tools.in_progress",
        "response.custom_tool_call_input.delta", "response.custom_tool_call_input.done", "response.output_text.annotation.added",
        "response.shell_call_command.added", "response.shell_call_command.delta", "response.shell_call_command.done",
        "response.shell_call_output_content.delta", "response.shell_call_output_content.done",
    ];

    [Fact]
    public void Every_event_of_the_published_schema_is_read_or_passed_over_on_purpose()
    {
        Assert.SkipUnless(SharedData.Find("openai-responses.schema.json") is not null, "The published schema is not at hand.");
        using JsonDocument schema = JsonDocument.Parse(File.ReadAllText(SharedData.Find("openai-responses.schema.json")!));
        HashSet<string> published = [];
        Collect(schema.RootElement.GetProperty("$defs"), "ResponseStreamEvent", published, []);

        Assert.Equal(Brings.Keys.Concat(Known).Order(StringComparer.Ordinal).Where(published.Contains), published.Order(StringComparer.Ordinal));
        foreach (string type in published.Append("response.some_day.delta"))
        {
            Assert.Equal((type, Brings.GetValueOrDefault(type, "")), (type, Describe(type)));
        }
    }

    [Theory]
    [InlineData("""{"type":"error","code":"rate_limit_exceeded","message":"slow down","param":null,"sequence_number":3}""", FailureKind.RateLimited)]
    [InlineData("""{"type":"error","error":{"type":"invalid_request_error","code":null,"message":"no"},"sequence_number":3}""", FailureKind.BadRequest)]
    [InlineData("""{"type":"error","code":"rate_limit_exceeded","message":"slow \ud83d","param":null}""", FailureKind.RateLimited)]
    [InlineData("""{"type":"response.failed","response":{"status":"failed","error":{"code":"server_error","message":"x"}}}""", FailureKind.ServerError)]
    [InlineData("""{"type":"response.failed","response":{"object":"response","status":"failed","error":null}}""", FailureKind.ServerError)]
    [InlineData("""{"error":{"message":"litellm.RateLimitError: slow down","type":"throttling_error","code":"429"}}""", FailureKind.RateLimited)]
    public async Task An_error_in_a_stream_is_one_whatever_its_shape(string data, FailureKind kind)
    {
        ChatRun run = await StreamAsync(Event("""{"type":"response.output_text.delta","output_index":0,"delta":"so far"}""") + Event(data));

        Assert.Equal((kind, "so far"), (run.Failure!.Kind, run.Failure.PartialText));
    }

    [Theory]
    [InlineData("""{"id":"r","object":"response","status":"failed","error":{"code":"server_error","message":"broken"},"output":[]}""", FailureKind.ServerError)]
    [InlineData("""{"id":"r","object":"response","status":"in_progress","error":null,"output":[]}""", FailureKind.ReplyInvalid)]
    [InlineData("""{"hello":"world"}""", FailureKind.ReplyInvalid)]
    [InlineData("\"no such route\"", FailureKind.ReplyInvalid)]
    public async Task A_whole_answer_that_is_none_is_an_error(string body, FailureKind kind)
    {
        using WireHandler wire = new(System.Net.HttpStatusCode.OK, body);

        Assert.Equal(kind, (await ChatRun.OverAsync(wire, ChatRun.Request with { ApiChoice = ModelApi.Responses })).Failure!.Kind);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_whole_answer_is_read_also_in_place_of_a_stream(bool stream)
    {
        using WireHandler wire = new(System.Net.HttpStatusCode.OK, Whole);

        ChatRun run = await ChatRun.OverAsync(wire, ChatRun.Request with { ApiChoice = ModelApi.Responses, Stream = stream });

        Assert.Equal("POST https://proxy.example.com/v1/responses", wire.SentTo);
        Assert.Equal(("Both.", "Hm.\n\nSo.", "tool_calls"), (run.Reply.Text, run.Reply.Reasoning, run.Reply.FinishReason));
        Assert.Equal([new ToolCall("call_1", "f", """{"a":1}""")], run.Reply.ToolCalls);
        Assert.Equal(
            new TokenUsage { InputTokens = 10, OutputTokens = 5, TotalTokens = 15, CachedInputTokens = 4, CacheWriteTokens = 0, ReasoningTokens = 2 },
            run.Reply.Usage! with { });
        Assert.Equal(("resp_1", "gpt-x"), (run.Reply.RequestId, run.Reply.Model));
        MessageExtra kept = Assert.Single(run.Reply.Extras);
        Assert.Equal(MessageExtras.Items, kept.Name);
        Assert.Contains("\"encrypted_content\":\"enc==\"", kept.Json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("max_output_tokens", "length")]
    [InlineData("content_filter", "content_filter")]
    public async Task An_answer_that_was_stopped_says_why(string reason, string finish)
    {
        ChatRun run = await StreamAsync(Event(
            "{\"type\":\"response.incomplete\",\"response\":{\"object\":\"response\",\"status\":\"incomplete\",\"output\":[],"
                + $"\"incomplete_details\":{{\"reason\":\"{reason}\"}}}}}}"));

        Assert.Equal(finish, run.Reply.FinishReason);
    }

    // What servers are known to leave out: ends of parts, numbers, beginnings, and the output at the end.
    [Theory]
    [InlineData("no done", """
        {"type":"response.output_item.added","output_index":0,"item":{"id":"m","type":"message"}}
        {"type":"response.output_text.delta","item_id":"m","output_index":0,"delta":"He"}
        {"type":"response.output_text.delta","item_id":"m","output_index":0,"delta":"llo"}
        {"type":"response.completed","response":{"output":[]}}
        """)]
    [InlineData("no item added, no numbers", """
        {"type":"response.output_text.delta","delta":"He"}
        {"type":"response.output_text.delta","delta":"llo"}
        {"type":"response.completed","response":{"status":"completed","output":[]}}
        """)]
    [InlineData("only done", """
        {"type":"response.output_text.done","item_id":"m","output_index":0,"text":"Hello"}
        {"type":"response.completed","response":{}}
        """)]
    [InlineData("only the item", """
        {"type":"response.output_item.done","output_index":0,"item":{"type":"message","content":[{"type":"output_text","text":"Hello"}]}}
        {"type":"response.completed","response":{}}
        """)]
    [InlineData("only the end", """
        {"type":"response.completed","response":{"object":"response","status":"completed","output":[{"type":"message","content":"Hello"}]}}
        """)]
    [InlineData("more at the end", """
        {"type":"response.output_text.delta","item_id":"m","output_index":0,"delta":"He"}
        {"type":"response.completed","response":{"output":[{"id":"m","type":"message","content":[{"type":"output_text","text":"Hello"}]}]}}
        """)]
    [InlineData("everything twice", """
        {"type":"response.output_text.delta","item_id":"m","output_index":0,"content_index":0,"delta":"Hello"}
        {"type":"response.output_text.done","item_id":"m","output_index":0,"content_index":0,"text":"Hello"}
        {"type":"response.content_part.done","item_id":"m","output_index":0,"content_index":0,"part":{"type":"output_text","text":"Hello"}}
        {"type":"response.output_item.done","output_index":0,"item":{"id":"m","type":"message","content":[{"type":"output_text","text":"Hello"}]}}
        {"type":"response.completed","response":{"output":[{"id":"other","type":"message","content":[{"type":"output_text","text":"Hello"}]}]}}
        """)]
    [InlineData("the end says otherwise", """
        {"type":"response.output_text.delta","item_id":"m","output_index":0,"delta":"Howdy"}
        {"type":"response.completed","response":{"output":[{"id":"m","type":"message","content":[{"type":"output_text","text":"Hello"}]}]}}
        """)]
    public async Task An_answer_is_the_same_whatever_a_server_leaves_out(string what, string events)
    {
        string[] data = events.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

        ChatRun run = await StreamAsync(string.Concat(data.Select(Event)));

        Assert.True(run.Failure is null, $"{what}: {run.Failure}");
        Assert.Equal((what, "Hello"), (what, run.Reply.Text));
    }

    [Theory]
    [InlineData("as published", "fc", "")]
    [InlineData("whole at the end only", "", """{"a":1}""")]
    public async Task The_arguments_of_a_call_are_what_its_end_says(string what, string id, string atOnce)
    {
        string deltas = atOnce.Length > 0 ? "" :
            Event($$"""{"type":"response.function_call_arguments.delta","item_id":"{{id}}","output_index":1,"delta":"{\"a\":"}""")
                + Event($$"""{"type":"response.function_call_arguments.delta","item_id":"{{id}}","output_index":1,"delta":"1}"}""");
        string item = $$"""{"id":"{{id}}","type":"function_call","call_id":"c","name":"f","arguments":""}""";
        ChatRun run = await StreamAsync(
            Event($$"""{"type":"response.output_item.added","output_index":1,"item":{{item}}}""")
            + deltas
            + Event($$"""{"type":"response.function_call_arguments.done","item_id":"{{id}}","output_index":1,"arguments":"{\"a\":1}"}""")
            + Event("""{"type":"response.completed","response":{"output":[]}}"""));

        Assert.Equal((what, new ToolCall("c", "f", """{"a":1}""")), (what, Assert.Single(run.Reply.ToolCalls)));
        Assert.Equal("""{"a":1}""", run.Pieces.Arguments);
    }

    [Fact]
    public async Task A_secret_is_starred_out_however_it_is_cut_over_pieces_and_items()
    {
        ChatRun run = await StreamAsync(
            Event("""{"type":"response.output_text.delta","output_index":0,"delta":"key sk-can"}""")
            + Event("""{"type":"response.output_text.delta","output_index":0,"content_index":1,"delta":"ary-0123"}""")
            + Event("""{"type":"response.output_text.delta","output_index":0,"content_index":1,"delta":"456789 end"}""")
            + Event("""{"type":"response.output_item.done","output_index":1,"item":{"type":"reasoning","encrypted_content":"sk-canary-0123456789"}}""")
            + Event("""{"type":"response.completed","response":{}}"""));

        Assert.Equal(("key *** end", "key *** end"), (run.Reply.Text, run.Pieces.Text));
        Assert.Empty(run.Reply.Extras);
    }

    [Fact]
    public async Task A_refusal_is_one()
    {
        ChatRun run = await StreamAsync(
            Event("""{"type":"response.refusal.delta","output_index":0,"delta":"I will"}""")
            + Event("""{"type":"response.refusal.delta","output_index":0,"delta":" not."}""")
            + Event("""
                {"type":"response.completed","response":{"output":[{"type":"message","content":[{"type":"refusal","refusal":"I will not."}]}]}}
                """.Trim()));

        Assert.Equal(("", "I will not."), (run.Reply.Text, run.Reply.Refusal));
    }

    [Fact]
    public async Task Reading_stops_at_the_end_however_long_the_connection_stays_open()
    {
        ChatRun run = await StreamAsync(Event("""{"type":"response.completed","response":{"output":[{"type":"message","content":"Hello"}]}}""") + "data: ");

        Assert.Equal("Hello", run.Reply.Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("""{"type":"response.created","response":{"id":"r"}}""")]
    [InlineData("""{"type":"response.output_item.done","output_index":0,"item":{"type":"function_call","call_id":"c","name":"f","arguments":"{}"}}""")]
    public async Task A_stream_without_its_end_is_cut_with_or_without_DONE(string data)
    {
        foreach (string last in (string[])["", "data: [DONE]\n\n"])
        {
            string text = Event("""{"type":"response.output_text.delta","output_index":1,"delta":"so"}""");

            ChatRun run = await StreamAsync((data.Length == 0 ? "" : Event(data)) + text + last);

            Assert.Equal((FailureKind.ReplyCutOff, "so"), (run.Failure!.Kind, run.Failure.PartialText));
        }
    }

    internal const string Whole = """
        {"id":"resp_1","object":"response","created_at":1,"status":"completed","error":null,"incomplete_details":null,"model":"gpt-x",
         "output":[
          {"id":"rs_1","type":"reasoning","summary":[{"type":"summary_text","text":"Hm."},{"type":"summary_text","text":"So."}],"encrypted_content":"enc=="},
          {"id":"msg_1","type":"message","status":"completed","role":"assistant",
           "content":[{"type":"output_text","text":"Both.","annotations":[],"logprobs":[]}]},
          {"id":"fc_1","type":"function_call","status":"completed","call_id":"call_1","name":"f","arguments":"{\"a\":1}"}],
         "usage":{"input_tokens":10,"input_tokens_details":{"cached_tokens":4,"cache_write_tokens":0},"output_tokens":5,
          "output_tokens_details":{"reasoning_tokens":2},"total_tokens":15}}
        """;

    internal static string Event(string data)
    {
        using JsonDocument json = JsonDocument.Parse(data);
        string type = json.RootElement.TryGetProperty("type", out JsonElement found) ? $"event: {found.GetString()}\n" : "";
        return $"{type}data: {data}\n\n";
    }

    internal static Task<ChatRun> StreamAsync(string body) =>
        StreamAsync(System.Text.Encoding.UTF8.GetBytes(body));

    internal static async Task<ChatRun> StreamAsync(byte[] bytes, params int[] places)
    {
        using ScriptedStream stream = ScriptedStream.Cut(bytes, places);
        using WireHandler wire = new(stream);
        return await ChatRun.OverAsync(wire, ChatRun.Streaming with { ApiChoice = ModelApi.Responses });
    }

    private static string Describe(string type)
    {
        ResponseReply reply = new([], Redactor.Idle);
        string data = $$$"""
            {"type":"{{{type}}}","sequence_number":1,"output_index":0,"item_id":"i","content_index":0,"summary_index":0,"delta":"hi","text":"hi","refusal":"hi",
             "arguments":"hi","name":"f","part":{"type":"output_text","text":"hi"},
             "item":{"id":"i","type":"message","content":[{"type":"output_text","text":"hi"}]},"code":"server_error","message":"no",
             "response":{"id":"r","object":"response","error":{{{(type == "response.failed" ? "{\"code\":\"server_error\",\"message\":\"no\"}" : "null")}}},
              "incomplete_details":null,"output":[{"id":"i","type":"message","content":[{"type":"output_text","text":"hi"}]}]}}
            """;
        using JsonDocument json = JsonDocument.Parse(data);
        if (reply.FindError(json.RootElement, default, isNamed: type == "error") is not null)
        {
            return "error";
        }

        List<string> pieces = [.. reply.Add(json.RootElement, isUnframed: false).Select(p => $"{p.Kind}:{p.Text}")];
        pieces.AddRange(reply.Flush().Select(p => $"{p.Kind}:{p.Text}"));
        Completion whole = reply.ToCompletion();
        return string.Join(", ", pieces.Append(whole.Refusal is null ? null : "refusal").Append(reply.FinishReason).OfType<string>());
    }

    private static void Collect(JsonElement definitions, string name, HashSet<string> types, HashSet<string> seen)
    {
        if (!seen.Add(name))
        {
            return;
        }

        JsonElement definition = definitions.GetProperty(name);
        if (definition.TryGetProperty("anyOf", out JsonElement any))
        {
            foreach (JsonElement one in any.EnumerateArray())
            {
                Collect(definitions, one.GetProperty("$ref").GetString()!["#/$defs/".Length..], types, seen);
            }
        }
        else
        {
            foreach (JsonElement type in definition.GetProperty("properties").GetProperty("type").GetProperty("enum").EnumerateArray())
            {
                types.Add(type.GetString()!);
            }
        }
    }
}
