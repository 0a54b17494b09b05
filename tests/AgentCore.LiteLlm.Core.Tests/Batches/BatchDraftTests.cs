using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Batches;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Outputs;
using AgentCore.LiteLlm.Protection;
using AgentCore.LiteLlm.Resilience;
using AgentCore.LiteLlm.Simulation;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.Wire;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Batches;

public sealed class BatchDraftTests : IDisposable
{
    private static readonly OutputSchema City = OutputSchema.Read(
        "{ \"type\": \"object\",\r\n \"required\": [\"name\"], \"properties\": { \"name\": { \"type\": \"string\" } } }", out _)!;

    private readonly DialectMemory _memory = new();
    private readonly BatchDraft _draft;

    public BatchDraftTests() => _draft = new BatchDraft(_memory, TimeProvider.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _draft.Dispose();

    [Theory]
    [InlineData(ModelApi.Chat, "/v1/chat/completions")]
    [InlineData(ModelApi.Responses, "/v1/responses")]
    public async Task A_line_asks_exactly_what_a_single_call_would(ModelApi api, string url)
    {
        ChatRequest request = ChatRun.Request with
        {
            Messages = [new(ChatRole.System, "Be\nbrief."), new(ChatRole.User, "Grüße 😀\u2028")],
            Temperature = 0.3,
            MaxTokens = 100,
            Labels = new CallLabels { User = "u" },
            ApiChoice = api,
        };

        await _draft.AddAsync(request with { Stream = true }, "order-1", Token);
        await _draft.AddAsync(request, null, Token);

        JsonElement[] lines = await ReadAsync();
        Assert.Equal([$"{_draft.File.Mark}-000000-order-1", $"{_draft.File.Mark}-000001"], lines.Select(l => l.GetProperty("custom_id").GetString()));
        Assert.All(
            lines, line => Assert.Equal(("POST", url), (line.GetProperty("method").GetString(), line.GetProperty("url").GetString())));
        Assert.All(lines, line => Assert.Equal(Encoding.UTF8.GetString(RequestWriter.Write(request).Body.Span), line.GetProperty("body").GetRawText()));
        Assert.All(lines, line => OpenAISchema.Instance?.AssertValidRequest(line.GetProperty("body").GetRawText()));
    }

    [Fact]
    public async Task All_lines_ask_by_the_API_of_the_first_whatever_is_learned_meanwhile()
    {
        await _draft.AddAsync(ChatRun.Request, null, Token);
        _memory.Learn(ChatRun.Request, Dialect.Usual with { UsesResponses = true });
        await _draft.AddAsync(ChatRun.Request, null, Token);
        using BatchDraft next = new(_memory, TimeProvider.System);
        await next.AddAsync(ChatRun.Request, null, Token);

        JsonElement[] lines = await ReadAsync();
        Assert.All(lines, l => Assert.Equal("/v1/chat/completions", l.GetProperty("url").GetString()));
        Assert.All(lines, l => Assert.True(l.GetProperty("body").TryGetProperty("messages", out _)));
        Assert.Equal("/v1/responses", next.File.Url);
        Assert.Equal(("", ""), (_draft.Losses, next.Losses));
    }

    [Fact]
    public async Task What_the_API_does_not_know_that_was_learned_is_said()
    {
        ChatRequest request = ChatRun.Request with { MaxTokens = 5, Controls = new ModelControls { Seed = 7 } };
        _memory.Learn(request, Dialect.Usual with { UsesResponses = true });

        await _draft.AddAsync(request, null, Token);

        Assert.Equal(
            ", without 'seed', which are not known there; it takes no limit below 16 tokens, so that is sent in place of 5", _draft.Losses);
    }

    [Fact]
    public async Task What_the_endpoint_was_found_not_to_take_is_left_out_and_named()
    {
        CallLabels labels = new() { Tags = ["t"], Metadata = [new("team", JsonSerializer.SerializeToElement("a"))] };
        ChatRequest request = ChatRun.Request with { Labels = labels };
        await _draft.AddAsync(request, null, Token);
        Assert.Null(_draft.LeftOut);
        _memory.Learn(request, new Dialect { Metadata = MetadataForm.Texts });

        await _draft.AddAsync(request, null, Token);

        Assert.Equal("'tags' (a list)", _draft.LeftOut);
        JsonElement[] lines = await ReadAsync();
        Assert.Equal("""{"team":"a","tags":["t"]}""", lines[0].GetProperty("body").GetProperty("metadata").GetRawText());
        Assert.Equal("""{"team":"a"}""", lines[1].GetProperty("body").GetProperty("metadata").GetRawText());
    }

    [Fact]
    public async Task A_strict_line_holds_everything_and_a_model_that_thinks_has_no_tool_forced_on_it()
    {
        ChatRequest request = ChatRun.Request with
        {
            Controls = new ModelControls { Seed = 7 },
            Reasoning = new ModelReasoning { Form = ReasoningForm.Adaptive, Effort = ReasoningEffort.High },
            Output = City,
        };
        _memory.Learn(request, Dialect.Usual with { Omitted = OptionalMembers.Seed });

        await _draft.AddAsync(request, null, Token);
        await _draft.AddAsync(request with { IsStrict = true }, null, Token);

        JsonElement[] bodies = [.. (await ReadAsync()).Select(l => l.GetProperty("body"))];
        Assert.Equal([false, true], bodies.Select(b => b.TryGetProperty("seed", out _)));
        Assert.All(bodies, b => Assert.True(b.TryGetProperty("response_format", out _) && !b.TryGetProperty("tool_choice", out _)));
    }

    [Theory]
    [InlineData(nameof(OutputForm.ForcedTool), "tool_choice")]
    [InlineData(nameof(OutputForm.ResponseFormat), "response_format")]
    [InlineData(nameof(OutputForm.Instruction), "JSON Schema")]
    public async Task Structured_output_is_asked_for_as_the_endpoint_is_known_to_take_it(string form, string sign)
    {
        ChatRequest request = ChatRun.Request with { Output = City, MaxTokens = 5 };
        _memory.Learn(request, new Dialect { OutputForm = Enum.Parse<OutputForm>(form), UsesMaxCompletionTokens = true });

        await _draft.AddAsync(request, null, Token);

        JsonElement line = Assert.Single(await ReadAsync());
        Assert.Contains(sign, line.GetProperty("body").GetRawText(), StringComparison.Ordinal);
        Assert.Equal(5, line.GetProperty("body").GetProperty("max_completion_tokens").GetInt32());
        OpenAISchema.Instance?.AssertValidRequest(line.GetProperty("body").GetRawText());
    }

    [Fact]
    public async Task Personal_data_stays_here_each_item_with_its_own_placeholders()
    {
        ChatRequest Ask(string text) => ChatRun.Request with { Messages = [new(ChatRole.User, text)], Protection = Sessions.Of() };

        ProtectionReport? found = await _draft.AddAsync(Ask($"Write to {Sessions.Email} and {Sessions.OtherEmail}."), "id-1", Token);
        await _draft.AddAsync(Ask($"Write to {Sessions.OtherEmail}."), "id-2", Token);

        string text = await TextAsync();
        Assert.Equal(2, found!.Total);
        Assert.DoesNotContain("example", text, StringComparison.Ordinal);
        Assert.DoesNotContain("id-1", text, StringComparison.Ordinal);
        Assert.Equal(["id-1", "id-2"], _draft.Mapping.Items.Select(i => i.Id));
        Assert.Equal([Sessions.OtherEmail], _draft.Mapping.Items[1].Entries.Select(e => e.Value));
        Assert.Equal(1, _draft.Mapping.Items[1].Entries[0].Number);
    }

    [Fact]
    public async Task A_conversation_keeps_its_placeholders_and_learns_nothing_of_the_items()
    {
        ProtectionSession talk = Sessions.Of();
        await talk.ProtectAsync(Sessions.Email);
        ChatRequest request = ChatRun.Request with { Messages = [new(ChatRole.User, $"{Sessions.OtherEmail} or {Sessions.Email}?")], Protection = talk };

        await _draft.AddAsync(request, null, Token);

        Assert.Contains("<EMAIL_ADDRESS_2> or <EMAIL_ADDRESS_1>?", await TextAsync(), StringComparison.Ordinal);
        Assert.Equal([Sessions.Email], talk.Vault.ToEntries().Select(e => e.Value));
    }

    [Fact]
    public async Task An_item_that_must_not_leave_is_in_no_file()
    {
        ChatRequest request = ChatRun.Request with { Messages = [new(ChatRole.User, Sessions.Email)], Protection = Sessions.Of(usual: ProtectionAction.Block) };

        ChatException fault = await Assert.ThrowsAsync<ChatException>(() => _draft.AddAsync(request, null, Token));
        await _draft.AddAsync(ChatRun.Request with { Protection = Sessions.Of() }, null, Token);

        Assert.Equal(FailureKind.ProtectionBlocked, fault.Failure.Kind);
        Assert.Equal(1, _draft.File.Count);
        Assert.Single(_draft.Mapping.Items);
    }

    [Fact]
    public async Task A_preview_is_measured_and_asks_nobody_and_cannot_be_sent()
    {
        ChatRequest request = ChatRun.Request with { Protection = Sessions.Of(new HangingDetector()) };
        using BatchDraft preview = new(_memory, TimeProvider.System, isPreview: true);
        using BatchUpload upload = new(preview.File, () => { });

        await preview.AddAsync(request, "id-1", Token);
        await _draft.AddAsync(request with { Protection = null }, "id-1", Token);

        Assert.Equal((1, _draft.File.Length), (preview.File.Count, preview.File.Length));
        await Assert.ThrowsAsync<InvalidOperationException>(() => upload.WriteToAsync(Stream.Null, Token));
    }

    [Fact]
    public void More_than_endpoints_take_is_refused_before_anything_leaves()
    {
        using BatchFile many = new();
        for (int i = 0; i < BatchFile.MostItems; i++)
        {
            many.Add(new WrittenRequest(ChatRun.Request, "{}"u8.ToArray()), null);
        }

        using BatchFile large = new();
        byte[] body = new byte[50_000_000];
        body.AsSpan().Fill((byte)' ');

        Assert.Contains("50,000", WhyFull(many, "{}"u8.ToArray()), StringComparison.Ordinal);
        large.Add(new WrittenRequest(ChatRun.Request, body), null);
        large.Add(new WrittenRequest(ChatRun.Request, body), null);
        large.Add(new WrittenRequest(ChatRun.Request, body), null);
        Assert.Contains("200 MB", WhyFull(large, body), StringComparison.Ordinal);
        Assert.Equal((BatchFile.MostItems, 3), (many.Count, large.Count));
        static string WhyFull(BatchFile file, byte[] body) =>
            Assert.Throws<BatchFullException>(() => file.Add(new WrittenRequest(ChatRun.Request, body), null)).Message;
    }

    [Fact]
    public async Task The_upload_has_the_length_it_says_and_can_be_written_again()
    {
        for (int i = 0; i < 3; i++)
        {
            byte[] body = Encoding.UTF8.GetBytes($"{{\"a\":\"{new string('x', 3_000_000)}\"}}");
            _draft.File.Add(new WrittenRequest(ChatRun.Request, body), null);
        }

        int progress = 0;
        using BatchUpload upload = new(_draft.File, () => progress++);
        using MemoryStream once = new();
        await upload.WriteToAsync(once, Token);
        using MemoryStream again = new();
        await upload.WriteToAsync(again, Token);

        MultipartFile form = MultipartFile.Find(upload.MediaType, once.ToArray())!;
        Assert.True(upload.TryComputeLength(out long length));
        Assert.Equal((once.Length, once.Length), (length, again.Length));
        Assert.Equal(once.ToArray(), again.ToArray());
        Assert.Equal(("batch", _draft.File.Length), (form.Purpose, (long)form.Content.Length));
        Assert.True(progress > 100);
    }

    private async Task<string> TextAsync()
    {
        using MemoryStream output = new();
        await _draft.File.WriteToAsync(output, () => { }, Token);
        Assert.Equal(_draft.File.Length, output.Length);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    private async Task<JsonElement[]> ReadAsync()
    {
        string text = await TextAsync();
        Assert.EndsWith("}\n", text, StringComparison.Ordinal);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement.Clone())];
    }
}
