using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Bulk;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.TestEndpoints;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.Wire;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Bulk;

public sealed class JournalTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"journal-{Guid.NewGuid():N}.jsonl");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static AgentReply Rich { get; } = new()
    {
        Text = "Grüße 🚀",
        Reasoning = "because",
        Output = JsonDocument.Parse("""{"n":12345678901234567890.5}""").RootElement,
        Refusal = "no",
        ToolCalls = [new ToolCall("id__thought__x", "f", "{\"a\":1}")],
        FinishReason = "stop",
        Usage = new TokenUsage { InputTokens = 1, OutputTokens = 2, TotalTokens = 3 },
        Cost = 0.00125m,
        Gateway = new GatewayReport { CallId = "c", ResetRequests = TimeSpan.FromSeconds(3) },
        Model = "m-1",
        RequestedModel = "m",
        RequestId = "r",
        Api = ModelApi.Responses,
        Endpoint = "https://e/v1",
        Attempts = 2,
        Iterations = 3,
        Duration = TimeSpan.FromMilliseconds(12.5),
        TimeToFirstToken = TimeSpan.FromMilliseconds(2),
        Mode = ExecutionMode.Staging,
        Simulated = true,
        Warnings = ["w"],
    };

    public void Dispose() => File.Delete(_path);

    [Fact]
    public async Task A_second_run_asks_only_for_what_the_first_did_not_get()
    {
        ScriptedProvider inner = new(ScriptedProvider.Answers("one"), ScriptedProvider.Fails(500), ScriptedProvider.Answers("two"));
        using (Journal journal = Journal.Open(_path, TimeProvider.System))
        {
            JournalingProvider first = new(inner, journal);
            Assert.Equal("one", (await ChatRun.OfAsync(first, For("a"))).Reply.Text);
            Assert.Equal(500, (await ChatRun.OfAsync(first, For("b"))).Failure!.HttpStatus);
        }

        using Journal again = Journal.Open(_path, TimeProvider.System);
        JournalingProvider second = new(inner, again);
        ChatRun known = await ChatRun.OfAsync(second, For("a"));
        ChatRun retried = await ChatRun.OfAsync(second, For("b"));

        Assert.Equal(1, again.Count);
        Assert.Equal(("one", true), (known.Reply.Text, known.Reply.FromJournal));
        Assert.Equal(("two", false), (retried.Reply.Text, retried.Reply.FromJournal));
        Assert.Equal(3, inner.Requests.Count);
    }

    [Theory]
    [InlineData(ModelApi.Chat)]
    [InlineData(ModelApi.Responses)]
    public async Task What_was_answered_by_either_API_is_not_asked_again_and_goes_on_as_a_conversation(ModelApi api)
    {
        await using TestEndpoint endpoint = TestEndpoint.Start();
        using ChatTransport transport = ChatTransport.OverHttp();
        ChatRequest request = For("a") with { BaseUrl = endpoint.BaseUrl, ApiChoice = api };
        endpoint.Enqueue(new TestReply.Chat("one") { Reasoning = "why" }, new TestReply.Failure(500, "no"), new TestReply.Chat("two"));
        OpenAIChatProvider caller = new(transport, TimeProvider.System);
        using (Journal journal = Journal.Open(_path, TimeProvider.System))
        {
            JournalingProvider first = new(caller, journal);
            Assert.Equal("one", (await ChatRun.OfAsync(first, request)).Reply.Text);
            Assert.Equal(500, (await ChatRun.OfAsync(first, request with { Messages = [new(ChatRole.User, "b")] })).Failure!.HttpStatus);
        }

        using Journal again = Journal.Open(_path, TimeProvider.System);
        JournalingProvider second = new(caller, again);
        AgentReply known = (await ChatRun.OfAsync(second, request with { Stream = true })).Reply;
        AgentReply asked = (await ChatRun.OfAsync(second, request with { Messages = [new(ChatRole.User, "b")] })).Reply;
        ChatRequest next = request with { Messages = [new(ChatRole.User, "a"), known.ToMessage(), new(ChatRole.User, "more")] };
        await ChatRun.OfAsync(caller, next);

        Assert.Equal(("one", "why", true, api), (known.Text, known.Reasoning, known.FromJournal, known.Api));
        Assert.Equal(("two", false), (asked.Text, asked.FromJournal));
        Assert.Equal(4, endpoint.RequestCount);
        Assert.Contains("one", endpoint.Requests[3].Body, StringComparison.Ordinal);
        Assert.All(endpoint.Requests, r => OpenAISchema.Instance?.AssertValidRequest(r.Body));
        Assert.NotEqual(JournalKey.Of(request), JournalKey.Of(request with { ApiChoice = api == ModelApi.Chat ? ModelApi.Responses : ModelApi.Chat }));
    }

    [Fact]
    public async Task The_same_call_made_twice_has_two_answers()
    {
        using (Journal journal = Journal.Open(_path, TimeProvider.System))
        {
            await journal.AddAsync("k", Rich with { Text = "first" });
            await journal.AddAsync("k", Rich with { Text = "second" });
        }

        using Journal again = Journal.Open(_path, TimeProvider.System);

        Assert.Equal("first", (await again.TakeAsync("k", Token))!.Text);
        Assert.Equal("second", (await again.TakeAsync("k", Token))!.Text);
        Assert.Null(await again.TakeAsync("k", Token));
    }

    [Fact]
    public async Task A_reply_comes_back_whole()
    {
        using (Journal journal = Journal.Open(_path, TimeProvider.System))
        {
            await journal.AddAsync("k", Rich);
        }

        using Journal again = Journal.Open(_path, TimeProvider.System);
        AgentReply back = (await again.TakeAsync("k", Token))!;

        // Records compare by value but for arrays and JSON, which are compared as text.
        foreach (PropertyInfo property in typeof(AgentReply).GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            Assert.Equal(JsonSerializer.Serialize(property.GetValue(Rich)), JsonSerializer.Serialize(property.GetValue(back)));
        }
    }

    [Fact]
    public async Task A_file_torn_at_any_byte_is_repaired()
    {
        using (Journal journal = Journal.Open(_path, TimeProvider.System))
        {
            await journal.AddAsync("k1", Rich);
            await journal.AddAsync("k2", Rich);
        }

        byte[] whole = await File.ReadAllBytesAsync(_path, Token);
        int firstEnd = Array.IndexOf(whole, (byte)'\n') + 1;
        for (int length = 0; length <= whole.Length; length += length == firstEnd - 2 || length >= whole.Length - 3 ? 1 : 7)
        {
            await File.WriteAllBytesAsync(_path, whole[..length], Token);
            using (Journal torn = Journal.Open(_path, TimeProvider.System))
            {
                await torn.AddAsync("k3", Rich);
            }

            using Journal repaired = Journal.Open(_path, TimeProvider.System);
            int whatStood = length >= whole.Length - 1 ? 2 : length >= firstEnd - 1 ? 1 : 0;
            Assert.Equal(whatStood + 1, repaired.Count);
            Assert.Equal(Rich.Text, (await repaired.TakeAsync("k3", Token))!.Text);
        }
    }

    [Theory]
    [InlineData("hello\n")]
    [InlineData("{}\n")]
    [InlineData("{\"access_token\":\"torn off\"")]
    [InlineData("hello")]
    [InlineData("{\"v\":2,\"request\":\"k\",\"at\":\"2026-01-01T00:00:00Z\"}\n")]
    [InlineData("[1]\n{}\n")]
    public async Task A_file_that_is_no_journal_is_left_alone(string text)
    {
        await File.WriteAllTextAsync(_path, text, Token);

        FileException problem = Assert.Throws<FileException>(() => Journal.Open(_path, TimeProvider.System));

        Assert.Equal(FileProblem.Malformed, problem.Problem);
        Assert.Contains("line 1", problem.Message, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(_path, Token));
    }

    [Fact]
    public async Task A_journal_holds_neither_the_key_nor_the_prompt()
    {
        ScriptedProvider inner = new(ScriptedProvider.Answers("one"), ScriptedProvider.Fails(500));
        using (Journal journal = Journal.Open(_path, TimeProvider.System))
        {
            JournalingProvider provider = new(inner, journal);
            await ChatRun.OfAsync(provider, For("my secret question"));
            await ChatRun.OfAsync(provider, For("my secret question"));
        }

        string text = await File.ReadAllTextAsync(_path, Token);

        Assert.Equal(2, text.Count(c => c == '\n'));
        Assert.DoesNotContain(ChatRun.Canary, text, StringComparison.Ordinal);
        Assert.DoesNotContain("question", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_writer_is_refused()
    {
        using Journal journal = Journal.Open(_path, TimeProvider.System);

        Assert.Equal(FileProblem.InUse, Assert.Throws<FileException>(() => Journal.Open(_path, TimeProvider.System)).Problem);
    }

    [Fact]
    public async Task Lines_of_many_calls_at_once_do_not_mix()
    {
        using (Journal journal = Journal.Open(_path, TimeProvider.System))
        {
            await Task.WhenAll(
                Enumerable.Range(0, 200).Select(i => Task.Run(() => journal.AddAsync($"k{i}", Rich with { Text = new string('x', i * 50) }), Token)));
        }

        using Journal again = Journal.Open(_path, TimeProvider.System);

        Assert.Equal(200, again.Count);
        Assert.Equal(9950, (await again.TakeAsync("k199", Token))!.Text.Length);
    }

    [Fact]
    public void A_call_that_differs_in_what_decides_its_answer_has_another_key()
    {
        ChatRequest request = For("a");
        ImmutableArray<ChatRequest> others =
        [
            For("b"),
            request with { Model = "other" },
            request with { Temperature = 0.5 },
            request with { BaseUrl = new Uri("https://other.example.com/v1") },
            request with { Mode = ExecutionMode.Simulation },
        ];

        Assert.Equal(6, others.Add(request).Select(JournalKey.Of).Distinct().Count());
        Assert.Equal(JournalKey.Of(request), JournalKey.Of(request with { Stream = true, TimeSpent = TimeSpan.FromSeconds(3) }));
        Assert.Equal(64, Encoding.UTF8.GetByteCount(JournalKey.Of(request)));
    }

    [Theory]
    [InlineData("\"request\":null")]
    [InlineData("\"request\":\"k\",\"at\":\"2026-01-01T00:00:00Z\",\"reply\":5")]
    [InlineData("\"request\":\"\u00ff\"")]
    public async Task A_line_that_begins_as_ours_and_goes_on_otherwise_is_told(string rest)
    {
        await File.WriteAllBytesAsync(_path, [.. "{\"v\":1,"u8, .. Encoding.Latin1.GetBytes(rest), .. "}\n"u8], Token);

        Assert.Equal(FileProblem.Malformed, Assert.Throws<FileException>(() => Journal.Open(_path, TimeProvider.System)).Problem);
    }

    [Fact]
    public void A_huge_file_of_another_kind_is_refused_by_how_it_begins()
    {
        using FullDisk huge = new();
        huge.Write(new byte[1 << 20]);
        huge.Position = 0;

        Assert.Equal(FileProblem.Malformed, Assert.Throws<FileException>(() => Journal.Open(_path, huge, TimeProvider.System)).Problem);
        Assert.InRange(huge.BytesRead, 1, 100);
    }

    [Fact]
    public void A_line_without_end_is_refused()
    {
        using MemoryStream file = new([.. "{\"v\":1"u8, .. new byte[2000]]);

        InvalidDataException thrown = Assert.Throws<InvalidDataException>(() => new JournalLines(file, 1000).Read());

        Assert.Contains("longer", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, JournalFailure.Continue)]
    [InlineData(true, JournalFailure.Continue)]
    [InlineData(true, JournalFailure.Stop)]
    public async Task A_full_disk_costs_no_answer_is_said_once_and_spoils_no_line(bool keepsHalf, JournalFailure whenUnwritable)
    {
        ScriptedProvider inner = new([.. Enumerable.Range(0, 5).Select(i => ScriptedProvider.Answers($"answer {i}"))]);
        using FullDisk disk = new() { KeepsHalf = keepsHalf };
        List<ChatRun> runs = [];
        using (Journal journal = Journal.Open(_path, disk, TimeProvider.System, whenUnwritable))
        {
            JournalingProvider provider = new(inner, journal);
            for (int i = 0; i < 5; i++)
            {
                disk.IsFull = i is 1 or 2 or 3;
                Assert.Equal(i < 2, journal.Failure is null);
                runs.Add(await ChatRun.OfAsync(provider, For($"prompt {i}")));
            }

            Assert.Equal(FileProblem.NoSpace, journal.Failure!.Problem);
            Assert.Equal(whenUnwritable == JournalFailure.Stop ? journal.Failure : null, journal.End);
        }

        // Where the run ends it is the error that says so.
        Assert.Equal(["answer 0", "answer 1", "answer 2", "answer 3", "answer 4"], runs.Select(r => r.Reply.Text));
        string[] warnings = [.. runs.SelectMany(r => r.Events.OfType<ChatEvent.Warning>()).Select(w => w.Message)];
        Assert.Equal(whenUnwritable == JournalFailure.Stop ? 0 : 1, warnings.Length);
        Assert.All(warnings, w => Assert.Contains("no space is left", w, StringComparison.Ordinal));

        await File.WriteAllBytesAsync(_path, disk.ToArray(), Token);
        using Journal again = Journal.Open(_path, TimeProvider.System);
        Assert.Equal(2, again.Count);
    }

    [Fact]
    public async Task A_failed_call_that_cannot_be_written_down_is_told_too()
    {
        using FullDisk disk = new() { IsFull = true };
        using Journal journal = Journal.Open(_path, disk, TimeProvider.System, JournalFailure.Continue);

        ChatRun run = await ChatRun.OfAsync(new JournalingProvider(new ScriptedProvider(ScriptedProvider.Fails(500)), journal), For("a"));

        Assert.Equal(500, run.Failure!.HttpStatus);
        Assert.Single(run.Events.OfType<ChatEvent.Warning>());
    }

    private static ChatRequest For(string prompt) => ChatRun.Request with { Messages = [new ChatMessage(ChatRole.User, prompt)] };
}
