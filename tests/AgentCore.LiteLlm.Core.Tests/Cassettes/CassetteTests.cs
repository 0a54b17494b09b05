using System.Text.Json;
using AgentCore.LiteLlm.Cassettes;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Resilience;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.TestEndpoints;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.Wire;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Cassettes;

public sealed class CassetteTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cassettes");
    private readonly string _path;

    public CassetteTests() => _path = Path.Combine(_folder.FullName, "c.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(ModelApi.Chat, false)]
    [InlineData(ModelApi.Chat, true)]
    [InlineData(ModelApi.Responses, false)]
    [InlineData(ModelApi.Responses, true)]
    public async Task What_was_recorded_is_replayed_with_nobody_there(ModelApi api, bool stream)
    {
        using TestEndpoint endpoint = TestEndpoint.Start();
        endpoint.Enqueue(new TestReply.Chat("größer 🙂 als")
        {
            ChunkCount = 9,
            ChunkDelay = TimeSpan.FromMilliseconds(2),
            Headers = [new("x-litellm-response-cost", "0.5"), new("Set-Cookie", "session=abc")],
        });
        ChatRequest request = Request(endpoint.BaseUrl, stream) with { ApiChoice = api };

        ChatRun live = await RecordAsync(request);
        await endpoint.DisposeAsync();
        ChatRun replayed = await ReplayAsync(request with { Headers = [] });

        Assert.Equal(live.Reply.Text, replayed.Reply.Text);
        Assert.Equal(live.Pieces, replayed.Pieces);
        Assert.Equal(stream, replayed.Chunks.Count() > 1);
        Assert.Equal(
            (live.Reply.Usage, live.Reply.Cost, live.Reply.RequestId, live.Reply.FinishReason),
            (replayed.Reply.Usage, replayed.Reply.Cost, replayed.Reply.RequestId, replayed.Reply.FinishReason));
        Assert.Equal((false, true, api, api), (live.Reply.Replayed, replayed.Reply.Replayed, live.Reply.Api, replayed.Reply.Api));
        Assert.DoesNotContain("session=abc", await ReadAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ModelApi.Chat, false)]
    [InlineData(ModelApi.Chat, true)]
    [InlineData(ModelApi.Responses, false)]
    [InlineData(ModelApi.Responses, true)]
    public async Task No_secret_is_on_a_cassette_whoever_says_it(ModelApi api, bool stream)
    {
        using TestEndpoint endpoint = TestEndpoint.Start();
        endpoint.Enqueue(new TestReply.Chat($"your key is {ChatRun.Canary}, and cookie-canary-77")
        {
            ChunkCount = 20,
            ChunkDelay = TimeSpan.FromMilliseconds(1),
        });
        ChatRequest request = Request(endpoint.BaseUrl, stream, $"my key is {ChatRun.Canary}");
        request = request with { ApiChoice = api, Headers = request.Headers.Add(new SecretHeader("X-Cookie", new Secret("cookie-canary-77"))) };

        ChatRun live = await RecordAsync(request);

        string text = await ReadAsync();
        Assert.NotNull(live.Reply);
        Assert.DoesNotContain(ChatRun.Canary, text, StringComparison.Ordinal);
        Assert.DoesNotContain("cookie-canary-77", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Authorization", text, StringComparison.OrdinalIgnoreCase);
        ChatRun replayed = await ReplayAsync(request);
        Assert.Equal(live.Reply.Text, replayed.Reply.Text);
    }

    [Fact]
    public async Task A_key_that_a_stream_repeats_in_pieces_is_not_on_it()
    {
        for (int cut = 1; cut < ChatRun.Canary.Length; cut++)
        {
            using TestEndpoint endpoint = TestEndpoint.Start();
            (string start, string end) = (ChatRun.Canary[..cut], ChatRun.Canary[cut..]);
            string[] deltas =
            [
                $$"""{"reasoning_content":"r {{start}}"}""", $$"""{"reasoning_content":"{{end}} r"}""",
                $$"""{"content":"c {{start}}"}""", $$"""{"content":"{{end}} c"}""",
                $$$"""{"tool_calls":[{"index":0,"id":"t","function":{"name":"f","arguments":"{\"k\":\"{{{start}}}"}}]}""",
                $$$"""{"tool_calls":[{"index":0,"function":{"arguments":"{{{end}}}\"}"}}]}""",
            ];
            endpoint.Enqueue(new TestReply.Raw(
                [
                    TestStep.Head(),
                    .. deltas.Select(d => new TestStep.Bytes($$"""data: {"choices":[{"index":0,"delta":{{d}}}]}""" + "\n\n")),
                    new TestStep.Bytes("""data: {"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}""" + "\n\ndata: [DONE]\n\n"),
                    new TestStep.Close(),
                ]));
            ChatRequest request = Request(endpoint.BaseUrl, stream: true);

            ChatRun live = await RecordAsync(request);
            ChatRun replayed = await ReplayAsync(request);

            string text = await ReadAsync();
            Assert.DoesNotContain(cut * 2 > ChatRun.Canary.Length ? start : end, text, StringComparison.Ordinal);
            Assert.Equal(("c *** c", "r *** r", """{"k":"***"}"""), (live.Reply.Text, live.Reply.Reasoning, live.Reply.ToolCalls[0].Arguments));
            Assert.Equal(("c *** c", "r *** r", """{"k":"***"}"""), (replayed.Reply.Text, replayed.Reply.Reasoning, replayed.Reply.ToolCalls[0].Arguments));
            File.Delete(_path);
        }
    }

    [Fact]
    public async Task A_key_that_a_stream_of_responses_repeats_in_pieces_is_not_on_it()
    {
        for (int cut = 1; cut < ChatRun.Canary.Length; cut++)
        {
            using TestEndpoint endpoint = TestEndpoint.Start();
            (string start, string end) = (ChatRun.Canary[..cut], ChatRun.Canary[cut..]);
            const string arguments = "\"type\":\"response.function_call_arguments.delta\",\"item_id\":\"fc\",\"output_index\":2";
            string[] events =
            [
                $$"""{"type":"response.reasoning_summary_text.delta","item_id":"rs","output_index":0,"summary_index":0,"delta":"r {{start}}"}""",
                $$"""{"type":"response.reasoning_summary_text.delta","item_id":"rs","output_index":0,"summary_index":0,"delta":"{{end}} r"}""",
                $$"""{"type":"response.output_text.delta","item_id":"m","output_index":1,"content_index":0,"delta":"c {{start}}"}""",
                $$"""{"type":"response.output_text.delta","item_id":"m","output_index":1,"content_index":0,"delta":"{{end}} c"}""",
                """{"type":"response.output_item.added","output_index":2,"item":{"type":"function_call","id":"fc","call_id":"t","name":"f","arguments":""}}""",
                $$"""{{{arguments}},"delta":"{\"k\":\"{{start}}"}""",
                $$"""{{{arguments}},"delta":"{{end}}\"}"}""",
                $$$"""
                {"type":"response.completed","response":{"object":"response","status":"completed","output":[{"type":"reasoning","id":"rs","summary":
                [{"type":"summary_text","text":"r {{{ChatRun.Canary}}} r"}]},{"type":"message","id":"m","role":"assistant","status":"completed","content":
                [{"type":"output_text","annotations":[],"text":"c {{{ChatRun.Canary}}} c"}]},
                {"type":"function_call","id":"fc","call_id":"t","name":"f","arguments":"{\"k\":\"{{{ChatRun.Canary}}}\"}"}]}}
                """.ReplaceLineEndings(""),
            ];
            endpoint.Enqueue(new TestReply.Raw(
                [TestStep.Head(), .. events.Select(e => new TestStep.Bytes($"data: {e}\n\n")), new TestStep.Close()]));
            ChatRequest request = Request(endpoint.BaseUrl, stream: true) with { ApiChoice = ModelApi.Responses };

            ChatRun live = await RecordAsync(request);
            ChatRun replayed = await ReplayAsync(request);

            string text = await ReadAsync();
            Assert.DoesNotContain(cut * 2 > ChatRun.Canary.Length ? start : end, text, StringComparison.Ordinal);
            Assert.Equal(("c *** c", "r *** r", """{"k":"***"}"""), (live.Reply.Text, live.Reply.Reasoning, live.Reply.ToolCalls[0].Arguments));
            Assert.Equal(("c *** c", "r *** r", """{"k":"***"}"""), (replayed.Reply.Text, replayed.Reply.Reasoning, replayed.Reply.ToolCalls[0].Arguments));
            File.Delete(_path);
        }
    }

    [Fact]
    public async Task Errors_and_retries_are_replayed_without_their_waits()
    {
        using TestEndpoint endpoint = TestEndpoint.Start();
        endpoint.Enqueue(
            new TestReply.Failure(429, "slow down") { Headers = [new("retry-after-ms", "20")] },
            new TestReply.Raw(new TestStep.Abort()),
            new TestReply.Chat("at last"));
        ChatRequest request = Request(endpoint.BaseUrl);
        Assert.Equal(3, (await RecordAsync(request)).Reply.Attempts);
        await File.WriteAllTextAsync(
            _path, (await ReadAsync()).Replace("\"20\"", "\"3600000\"", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        // Who waited as it was told would wait an hour.
        ChatRun replayed = await ReplayAsync(request);

        Assert.Equal(("at last", 3), (replayed.Reply.Text, replayed.Reply.Attempts));
    }

    [Fact]
    public async Task A_stream_that_was_cut_is_cut_again()
    {
        using TestEndpoint endpoint = TestEndpoint.Start();
        endpoint.Enqueue(new TestReply.Raw(
            new TestStep.Bytes("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"),
            new TestStep.Bytes("3e\r\ndata: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"begun!\"}}]}\n\n\r\n"),
            new TestStep.Wait(TimeSpan.FromMilliseconds(50)),
            new TestStep.Abort()));
        ChatRequest request = Request(endpoint.BaseUrl, stream: true);

        ChatRun live = await RecordAsync(request);
        ChatRun replayed = await ReplayAsync(request);

        Assert.Equal((FailureKind.ReplyCutOff, "begun!"), (live.Failure?.Kind, live.Failure?.PartialText));
        Assert.Equal((FailureKind.ReplyCutOff, "begun!"), (replayed.Failure?.Kind, replayed.Failure?.PartialText));
    }

    [Fact]
    public async Task Nobody_there_is_recorded_too()
    {
        Uri gone;
        using (TestEndpoint endpoint = TestEndpoint.Start())
        {
            gone = endpoint.BaseUrl;
        }

        ChatRun live = await RecordAsync(Request(gone), retries: 0);
        ChatRun replayed = await ReplayAsync(Request(gone), retries: 0);

        Assert.Equal(FailureKind.ConnectionFailed, live.Failure?.Kind);
        Assert.Equal(live.Failure?.Summary, replayed.Failure?.Summary);
    }

    [Fact]
    public async Task What_differs_is_named_by_its_place_and_never_quoted()
    {
        using TestEndpoint endpoint = TestEndpoint.Start();
        ChatRequest request = Request(endpoint.BaseUrl, prompt: "first");
        await RecordAsync(request);
        int sent = endpoint.RequestCount;

        ChatFailure other = (await ReplayAsync(Request(endpoint.BaseUrl, prompt: "SECOND") with { Temperature = 0.5 })).Failure!;
        ChatFailure model = (await ReplayAsync(request with { Model = "n" })).Failure!;
        ChatFailure path = (await ReplayAsync(request with { BaseUrl = endpoint.Uri })).Failure!;

        Assert.All([other, model, path], f => Assert.Equal((FailureKind.CassetteMismatch, false), (f.Kind, f.Retriable)));
        Assert.Contains("/messages/0/content", other.Summary, StringComparison.Ordinal);
        Assert.Contains("/temperature", other.Summary, StringComparison.Ordinal);
        Assert.DoesNotContain("SECOND", other.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("first", other.ToString(), StringComparison.Ordinal);
        Assert.Contains("'n'", model.Summary, StringComparison.Ordinal);
        Assert.Contains("POST /chat/completions", path.Summary, StringComparison.Ordinal);
        Assert.Equal(sent, endpoint.RequestCount);
    }

    [Fact]
    public async Task A_request_is_answered_as_often_as_it_was_recorded()
    {
        using TestEndpoint endpoint = TestEndpoint.Start();
        endpoint.Enqueue(new TestReply.Chat("one"), new TestReply.Chat("two"));
        ChatRequest request = Request(endpoint.BaseUrl);
        using (Tape tape = Tape.Record(_path, TimeProvider.System))
        {
            await RunAsync(tape, request);
            await RunAsync(tape, request);
            await tape.SaveAsync(TestContext.Current.CancellationToken);
        }

        using Tape replay = Tape.Play(_path);
        string[] texts = [(await RunAsync(replay, request)).Reply.Text, (await RunAsync(replay, request)).Reply.Text];
        ChatRun third = await RunAsync(replay, request);

        Assert.Equal(["one", "two"], texts);
        Assert.Contains("recorded 2 times", third.Failure!.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_recording_takes_the_place_of_equal_requests_and_leaves_others()
    {
        using TestEndpoint endpoint = TestEndpoint.Start();
        endpoint.Enqueue(new TestReply.Chat("old a"), new TestReply.Chat("b"), new TestReply.Chat("new a"));
        await RecordAsync(Request(endpoint.BaseUrl, prompt: "a"));
        await RecordAsync(Request(endpoint.BaseUrl, prompt: "b"));
        await RecordAsync(Request(endpoint.BaseUrl, prompt: "a"));

        Assert.Equal("new a", (await ReplayAsync(Request(endpoint.BaseUrl, prompt: "a"))).Reply.Text);
        Assert.Equal("b", (await ReplayAsync(Request(endpoint.BaseUrl, prompt: "b"))).Reply.Text);
        using JsonDocument json = JsonDocument.Parse(await ReadAsync());
        Assert.Equal(2, json.RootElement.GetProperty("interactions").GetArrayLength());
    }

    [Fact]
    public async Task Many_at_once_record_and_replay_each_its_own()
    {
        using TestEndpoint endpoint = TestEndpoint.Start();
        ChatRequest[] requests = [.. Enumerable.Range(0, 20).Select(i => Request(endpoint.BaseUrl, i % 2 == 0, $"prompt {i}"))];
        ChatRun[] live = await Task.WhenAll(requests.Select(r => RecordAsync(r)));

        using Tape replay = Tape.Play(_path);
        ChatRun[] replayed = await Task.WhenAll(requests.Reverse().Select(r => RunAsync(replay, r)));

        Assert.Equal(live.Select(l => l.Reply.Text), replayed.Reverse().Select(r => r.Reply.Text));
        Assert.Equal(["c.json"], _folder.GetFiles().Select(f => f.Name));
    }

    [Theory]
    [InlineData("", "it is no JSON")]
    [InlineData("{", "it is no JSON (line 1")]
    [InlineData("[]", "\"format\": \"agentcore-cassette\"")]
    [InlineData("""{"format":"agentcore-cassette","version":2,"interactions":[]}""", "version 2")]
    [InlineData("""{"format":"agentcore-cassette","version":1}""", "/interactions is missing or not a list")]
    [InlineData("""{"format":"agentcore-cassette","version":1,"interactions":[5]}""", "/interactions/0/request is missing or not an object")]
    [InlineData(
        """{"format":"agentcore-cassette","version":1,"interactions":[{"request":{"method":"POST","path":"/"}}]}""", "/interactions/0/response is missing")]
    [InlineData(
        """{"format":"agentcore-cassette","version":1,"interactions":[{"request":{"method":"POST","path":"/"},"response":{"status":7,"headers":{},"chunks":[]"""
            + """}}]}""",
        "/interactions/0/response/status is no HTTP status")]
    [InlineData(
        """{"format":"agentcore-cassette","version":1,"interactions":[{"request":{"method":"POST","path":"/"},"response":{"status":200,"headers":{},"chunks":"""
            + """[1]}}]}""",
        "chunks holds something that is no text")]
    [InlineData(
        """{"format":"agentcore-cassette","version":1,"interactions":[{"request":{"method":"POST","path":"/"},"response":{"status":200,"headers":{"a":"b\nc"}"""
            + ""","chunks":[]}}]}""",
        "no text of one line")]
    public void A_file_that_is_no_cassette_says_where(string content, string expected)
    {
        File.WriteAllText(_path, content);

        FileException wrong = Assert.Throws<FileException>(() => Tape.Play(_path));

        Assert.Contains(expected, wrong.Message, StringComparison.Ordinal);
        Assert.Equal(FileProblem.Malformed, wrong.Problem);
        Assert.Throws<FileException>(() => Tape.Record(_path, TimeProvider.System));
        Assert.Equal(content, File.ReadAllText(_path));
    }

    [Theory]
    [InlineData(new byte[] { 0xC3, 0x28 }, "not text in UTF-8")]
    [InlineData(new byte[] { (byte)'"', 0xFF, (byte)'"' }, "not text in UTF-8")]
    public void Bytes_that_are_no_text_are_told(byte[] content, string expected)
    {
        File.WriteAllBytes(_path, content);

        FileException wrong = Assert.Throws<FileException>(() => Tape.Play(_path));

        Assert.Equal(FileProblem.NotText, wrong.Problem);
        Assert.Contains(expected, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cassette_with_anything_wrong_in_it_plays_or_says_why()
    {
        using TestEndpoint endpoint = TestEndpoint.Start();
        endpoint.Enqueue(new TestReply.Chat("größer 🙂 als") { ChunkCount = 5 });
        ChatRequest request = Request(endpoint.BaseUrl, stream: true);
        await RecordAsync(request);
        byte[] whole = await File.ReadAllBytesAsync(_path, TestContext.Current.CancellationToken);
        Random random = new(20260313);
        int refused = 0;
        for (int i = 0; i < 600; i++)
        {
            await File.WriteAllBytesAsync(_path, Mutant.Of(whole, random), TestContext.Current.CancellationToken);
            try
            {
                using Tape tape = Tape.Play(_path);

                // Whatever comes of it is an answer or a failure of the call, never something raw.
                await RunAsync(tape, request, retries: 0);
            }
            catch (FileException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 100, 599);
    }

    [Fact]
    public void A_name_with_half_a_character_is_told()
    {
        const string request = """{"method":"POST","path":"/","body":{"a\ud800":1}}""";
        const string response = """{"status":200,"headers":{},"chunks":[]}""";
        File.WriteAllText(_path, $$"""{"format":"agentcore-cassette","version":1,"interactions":[{"request":{{request}},"response":{{response}}}]}""");

        Assert.Contains("half a character", Assert.Throws<FileException>(() => Tape.Play(_path)).Message, StringComparison.Ordinal);
    }

    private static ChatRequest Request(Uri baseUrl, bool stream = false, string prompt = "hi") => new()
    {
        BaseUrl = baseUrl,
        Model = "m",
        Messages = [new ChatMessage(ChatRole.User, prompt)],
        Headers = [new SecretHeader("Authorization", new Secret(ChatRun.Canary), "Bearer ")],
        Stream = stream,
        Mode = ExecutionMode.Production,
    };

    private static Task<ChatRun> RunAsync(Tape tape, ChatRequest request, int retries = 3)
    {
        OpenAIChatProvider caller = new(tape.TransportFor(isSimulated: false, new TransportOptions()), TimeProvider.System);
        RetryOptions options = new() { MaximumRetryCount = retries, Interval = TimeSpan.FromMilliseconds(10), LongestWait = TimeSpan.FromHours(2) };
        return ChatRun.OfAsync(new RetryingProvider(caller, tape.RetryClock, new Random(1)), request with { Retries = options });
    }

    private Task<string> ReadAsync() => File.ReadAllTextAsync(_path, TestContext.Current.CancellationToken);

    private async Task<ChatRun> RecordAsync(ChatRequest request, int retries = 3)
    {
        using Tape tape = Tape.Record(_path, TimeProvider.System);
        ChatRun run = await RunAsync(tape, request, retries);
        await tape.SaveAsync(TestContext.Current.CancellationToken);
        return run;
    }

    private async Task<ChatRun> ReplayAsync(ChatRequest request, int retries = 3)
    {
        using Tape tape = Tape.Play(_path);
        return await RunAsync(tape, request, retries);
    }
}
