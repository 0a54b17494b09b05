using System.Diagnostics;
using System.Diagnostics.Metrics;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Observability;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Resilience;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.TestEndpoints;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.Wire;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Observability;

/// <summary>Listeners hear the whole process, so that those who listen run one after the other, and each test asks for its own model.</summary>
[Collection(HeardSpans.Collection)]
public sealed class ObservingProviderTests
{
    private static readonly FixedVariables Silent = new();
    private static readonly FixedVariables WithContent = new(("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", "true"));

    private readonly string _model = $"m-{Guid.NewGuid():N}";

    private ChatRequest Request => ChatRun.Request with { Model = _model, Provider = "gemini", Temperature = 0.5, MaxTokens = 9 };

    [Fact]
    public void Nobody_listens_and_nothing_happens()
    {
        FixedStream stream = new();
        ObservingProvider provider = new(stream, TimeProvider.System, WithContent);
        ChatRequest request = Request;
        provider.AnswerAsync(request, CancellationToken.None);

        long before = GC.GetAllocatedBytesForCurrentThread();
        IAsyncEnumerable<ChatEvent> events = provider.AnswerAsync(request, CancellationToken.None);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Same(stream.Events, events);
        Assert.Equal(0, allocated);
    }

    [Fact]
    public async Task A_span_says_what_was_asked_and_what_came_back()
    {
        using HeardSpans spans = new(_model);

        await ChatRun.OfAsync(new ObservingProvider(new ScriptedProvider(ScriptedProvider.Answers("a", "b")), TimeProvider.System, Silent), Request);

        Activity span = Assert.Single(spans.Ended);
        Assert.Equal(($"chat {_model}", ActivityKind.Client, ActivityStatusCode.Unset), (span.DisplayName, span.Kind, span.Status));
        Assert.Equal(
            new Dictionary<string, object?>
            {
                ["gen_ai.operation.name"] = "chat",
                ["gen_ai.provider.name"] = "gcp.gemini",
                ["gen_ai.request.model"] = _model,
                ["gen_ai.request.temperature"] = 0.5,
                ["gen_ai.request.max_tokens"] = 9,
                ["server.address"] = "proxy.example.com",
                ["server.port"] = 443,
                ["openai.api.type"] = "chat_completions",
                ["agentcore.mode"] = "production",
            },
            span.TagObjects.ToDictionary());
    }

    [Fact]
    public async Task A_failure_names_its_kind()
    {
        using HeardSpans spans = new(_model);

        ChatRun run = await ChatRun.OfAsync(new ObservingProvider(new ScriptedProvider(ScriptedProvider.Fails(429)), TimeProvider.System, Silent), Request);

        Activity span = Assert.Single(spans.Ended);
        Assert.Equal(429, run.Failure!.HttpStatus);
        Assert.Equal(("RateLimited", ActivityStatusCode.Error), (span.GetTagItem("error.type"), span.Status));
    }

    [Fact]
    public async Task A_caller_who_has_had_enough_ends_the_span()
    {
        using HeardSpans spans = new(_model);

        await foreach (ChatEvent _ in new ObservingProvider(
            new ScriptedProvider(ScriptedProvider.Answers("a", "b")), TimeProvider.System, Silent).AnswerAsync(Request, TestContext.Current.CancellationToken))
        {
            break;
        }

        Assert.Equal("Cancelled", Assert.Single(spans.Ended).GetTagItem("error.type"));
    }

    [Fact]
    public async Task Content_is_on_spans_only_where_it_is_asked_for()
    {
        using HeardSpans spans = new(_model);
        ScriptedProvider inner = new(ScriptedProvider.Answers("secret answer"));
        ChatRequest request = Request with { Messages = [new ChatMessage(ChatRole.System, "secret rules"), new ChatMessage(ChatRole.User, "secret question")] };

        await ChatRun.OfAsync(new ObservingProvider(inner, TimeProvider.System, Silent), request);
        await ChatRun.OfAsync(new ObservingProvider(inner, TimeProvider.System, WithContent), request);

        Assert.DoesNotContain(spans.Ended[0].TagObjects, t => $"{t.Value}".Contains("secret", StringComparison.Ordinal));
        Assert.Equal("""[{"type":"text","content":"secret rules"}]""", spans.Ended[1].GetTagItem("gen_ai.system_instructions"));
        Assert.Equal("""[{"role":"user","parts":[{"type":"text","content":"secret question"}]}]""", spans.Ended[1].GetTagItem("gen_ai.input.messages"));
        Assert.StartsWith(
            """[{"role":"assistant","parts":[{"type":"text","content":"secret answer"}]""", (string)spans.Ended[1].GetTagItem("gen_ai.output.messages")!,
            StringComparison.Ordinal);
        Assert.DoesNotContain(spans.Ended[1].TagObjects, t => $"{t.Value}".Contains(ChatRun.Canary, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_that_somebody_says_is_on_no_span()
    {
        const string toolSecret = "jwt-canary-9876543210";
        const string said = $"my key is {ChatRun.Canary}, {toolSecret}";
        using HeardSpans spans = new($"{_model}-***");
        ScriptedProvider inner = new(ScriptedProvider.Answers($"so it is {ChatRun.Canary}"));
        ChatRequest request = Request with
        {
            Model = $"{_model}-{ChatRun.Canary}",
            Headers = [new SecretHeader("Authorization", new Secret(ChatRun.Canary), "Bearer ")],
            ToolRedactor = new Redactor([new Secret(toolSecret)]),
            Messages =
            [
                new ChatMessage(ChatRole.System, said),
                new ChatMessage(ChatRole.User, said),
                new ChatMessage(ChatRole.Assistant, said) { ToolCalls = [new ToolCall("1", "f", $$"""{"a":"{{said}}"}""")] },
                new ChatMessage(ChatRole.Tool, said) { ToolCallId = "1" },
            ],
        };

        await ChatRun.OfAsync(new ObservingProvider(inner, TimeProvider.System, WithContent), request);

        Activity span = Assert.Single(spans.Ended);
        Assert.Equal("""[{"type":"text","content":"my key is ***, ***"}]""", span.GetTagItem("gen_ai.system_instructions"));
        string shown = string.Join('\n', span.TagObjects.Select(t => $"{t.Value}").Append(span.DisplayName));
        Assert.DoesNotContain("canary", shown, StringComparison.Ordinal);
        Assert.Equal(13, shown.Split("***").Length - 1);
    }

    [Fact]
    public async Task Requests_carry_the_trace_on_the_wire_and_tokens_and_time_are_counted()
    {
        using HeardSpans spans = new(_model);
        using Counts counts = new(_model);
        await using TestEndpoint endpoint = TestEndpoint.Start(new TestEndpointOptions());
        endpoint.Enqueue(new TestReply.Failure(503, "later"), new TestReply.Chat("yes") { Usage = new TestUsage(7, 3) });
        using ChatTransport transport = ChatTransport.OverHttp();
        RetryingProvider retrying = new(new OpenAIChatProvider(transport, TimeProvider.System), TimeProvider.System, new Random(1));

        ChatRequest request = Request with { BaseUrl = endpoint.BaseUrl, Retries = new RetryOptions { Interval = TimeSpan.FromMilliseconds(1) } };
        ChatRun run = await ChatRun.OfAsync(new ObservingProvider(retrying, TimeProvider.System, Silent), request);

        Activity span = Assert.Single(spans.Ended);
        Assert.Equal("yes", run.Reply.Text);
        Assert.Equal((7L, 3L), (span.GetTagItem("gen_ai.usage.input_tokens"), span.GetTagItem("gen_ai.usage.output_tokens")));
        Assert.Equal(2, endpoint.Requests.Length);
        Assert.All(endpoint.Requests, r => Assert.StartsWith($"00-{span.TraceId}-", r.FindHeader("traceparent"), StringComparison.Ordinal));
        Assert.Equal(
            ["gen_ai.client.inference.usage.input_tokens 7", "gen_ai.client.inference.usage.output_tokens 3"],
            counts.Seen.Where(c => c.StartsWith("gen_ai.client.inference.usage", StringComparison.Ordinal)));
        Assert.Single(counts.Seen, c => c.StartsWith("gen_ai.client.inference.duration", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_graph_is_a_span_around_one_for_each_agent_around_its_calls_and_tools()
    {
        using Team team = new();
        ToolDefinition look = new("look", "Looks.", SchemaText.Parse("""{"type":"object","properties":{}}"""));
        team.With("a", "", AgentRuns.Call("look", "{}"), Team.Says("Seen.", 4, 8)).With("b", "", new TestReply.Failure(400, "No."))
            .With("main", Team.Graph("""
                  nodes: [{ node_id: one, agent_ref: a }, { node_id: two, agent_ref: b }]
                  edges: [{ from_node: one, to_node: two }]

                """));
        using Activity own = new("a test");
        own.Start();
        using HeardSpans spans = new(s => s.TraceId == own.TraceId);

        ChatRun run = await team.AskAsync(options: new CallOptions { Tools = [look] }, answer: _ => ToolResult.Of("1"));

        Assert.NotNull(run.Failure);
        string Parent(Activity span) => spans.Ended.FirstOrDefault(s => s.SpanId == span.ParentSpanId)?.DisplayName ?? "";
        Assert.Equal(
            [
                "chat a in invoke_agent The a", "execute_tool look in invoke_agent The a", "chat a in invoke_agent The a",
                "invoke_agent The a in invoke_agent The main", "chat b in invoke_agent The b", "invoke_agent The b in invoke_agent The main",
                "invoke_agent The main in ",
            ],
            spans.Ended.Select(s => $"{s.DisplayName} in {Parent(s)}"));
        Activity agent = spans.Ended.Single(s => s.DisplayName == "invoke_agent The a");
        Assert.Equal(
            ("invoke_agent", "a", "a"),
            (agent.GetTagItem("gen_ai.operation.name"), agent.GetTagItem("gen_ai.agent.id"), agent.GetTagItem("gen_ai.request.model")));
        Activity tool = spans.Ended.Single(s => s.DisplayName == "execute_tool look");
        Assert.Equal(("execute_tool", "look"), (tool.GetTagItem("gen_ai.operation.name"), tool.GetTagItem("gen_ai.tool.name")));
        Assert.Equal(
            [null, "BadRequest", "BadRequest"],
            spans.Ended.Where(s => s.DisplayName.StartsWith("invoke_agent", StringComparison.Ordinal)).Select(s => s.GetTagItem("error.type")));
    }

    private sealed class Counts : IDisposable
    {
        private readonly MeterListener _listener = new();

        public Counts(string model)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "AgentCore.LiteLlm")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((i, value, tags, _) => Note(i, value, tags, model));
            _listener.SetMeasurementEventCallback<double>((i, value, tags, _) => Note(i, value, tags, model));
            _listener.Start();
        }

        public List<string> Seen { get; } = [];

        public void Dispose() => _listener.Dispose();

        private void Note(Instrument instrument, object value, ReadOnlySpan<KeyValuePair<string, object?>> tags, string model)
        {
            Dictionary<string, object?> all = new(tags.ToArray());
            if (Equals(all.GetValueOrDefault("gen_ai.request.model"), model))
            {
                Seen.Add(FormattableString.Invariant($"{instrument.Name} {value}"));
            }
        }
    }
}
