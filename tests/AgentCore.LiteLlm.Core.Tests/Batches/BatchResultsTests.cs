using System.Collections.Immutable;
using AgentCore.LiteLlm.Batches;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Outputs;
using AgentCore.LiteLlm.Protection;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Batches;

public sealed class BatchResultsTests
{
    private const string Mark = "0a1b2c3d";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Replies_come_in_the_order_of_the_requests_whatever_the_order_of_the_lines()
    {
        BatchResult[] results = await ReadAsync([Line(2, "c"), Line(0, "a"), "", "  \r", Line(3, "d"), Line(1, "b", "own")], count: 4);

        Assert.Equal(["a", "b", "c", "d"], results.Select(r => Reply(r).Text));
        Assert.Equal([0, 1, 2, 3], results.Select(r => Reply(r).BatchItem!.Index));
        Assert.Equal(
            ("own", "m-1", 5L, "req_1", TimeSpan.Zero),
            (Reply(results[1]).BatchItem!.Id, Reply(results[1]).Model, Reply(results[1]).Usage!.TotalTokens, Reply(results[1]).RequestId,
                Reply(results[1]).Duration));
        Assert.Null(Reply(results[1]).Cost);
    }

    [Fact]
    public async Task A_reply_is_given_out_as_soon_as_those_before_it_are()
    {
        BatchWire wire = new BatchWire().On("GET /v1/files/out/content", string.Join('\n', Line(0, "a"), Line(1, "b")));
        List<int> seen = [];

        await foreach (BatchResult result in new BatchResults(wire.ToEndpoint(), Batch(2), null).ReadAsync(Token))
        {
            seen.Add(Reply(result).BatchItem!.Index);
            break;
        }

        Assert.Equal([0], seen);
    }

    [Fact]
    public async Task Failures_stand_where_their_requests_stood()
    {
        string[] errors =
        [
            Failed(1, """{"status_code":400,"body":{"error":{"message":"max_tokens is too large","type":"invalid_request_error"}}}""", "null"),
            Failed(3, "null", """{"code":"batch_expired","message":"This request could not be executed before the completion window expired."}"""),
            Failed(4, """{"status_code":429,"body":{"error":{"message":"Rate limit"}}}""", "null"),
        ];

        BatchResult[] results = await ReadAsync([Line(2, "c"), Line(0, "a")], errors, count: 6);

        Assert.Equal(
            ["a", "BadRequest 400 1", "c", "TimedOut  3", "RateLimited 429 4", "BatchItemMissing  5"],
            results.Select(r => r is BatchResult.Failed f ? $"{f.Cause.Failure.Kind} {f.Cause.Failure.HttpStatus} {f.Item!.Index}" : Reply(r).Text));
        Assert.Equal("Item 1 of batch batch_1 failed: 400: max_tokens is too large.", Failure(results[1]).Summary);
        Assert.Contains("completion window", Failure(results[3]).Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"custom_id":"0a1b2c3d-000000","response":null,"error":null}""", FailureKind.ReplyInvalid)]
    [InlineData("""{"custom_id":"0a1b2c3d-000000"}""", FailureKind.ReplyInvalid)]
    [InlineData("""{"custom_id":"0a1b2c3d-000000","response":{"status_code":200,"body":{}}}""", FailureKind.ReplyInvalid)]
    [InlineData("""{"custom_id":"0a1b2c3d-000000","response":{"status_code":200,"body":{"choices":[]}}}""", FailureKind.ReplyInvalid)]
    [InlineData(
        """{"custom_id":"0a1b2c3d-000000","response":{"status_code":200,"body":{"error":{"message":"no","code":"context_length_exceeded"}}}}""",
        FailureKind.ContextLengthExceeded)]
    [InlineData("""{"custom_id":"0a1b2c3d-000000","response":{"status_code":500,"body":"no"}}""", FailureKind.ServerError)]
    [InlineData("""{"custom_id":"0a1b2c3d-000000","response":[1],"error":{"message":{"a":1}}}""", FailureKind.ReplyInvalid)]
    [InlineData("""{"custom_id":"0a1b2c3d-000000","error":{"code":"batch_cancelled","message":"x"}}""", FailureKind.Cancelled)]
    [InlineData(
        """{"custom_id":"0a1b2c3d-000000","response":{"status_code":-1e300,"body":{"choices":[{"message":{},"finish_reason":"error"}]}}}""",
        FailureKind.ReplyCutOff)]
    public async Task A_line_without_an_answer_is_an_error_of_its_item(string line, FailureKind kind)
    {
        BatchResult result = Assert.Single(await ReadAsync([line], count: 1));

        Assert.Equal((kind, 0), (Failure(result).Kind, ((BatchResult.Failed)result).Item!.Index));
    }

    [Fact]
    public async Task Answers_of_responses_are_read_and_judged_as_those_of_chat()
    {
        OutputSchema schema = OutputSchema.Read("""{"type":"object","required":["n"],"properties":{"n":{"type":"integer"}}}""", out _)!;
        string[] lines =
        [
            Responded(0, "completed", """{\"n\":1}"""),
            Responded(1, "completed", """{\"n\":\"<EMAIL_ADDRESS_1>\"}"""),
            Responded(2, "incomplete", "{", "\"incomplete_details\":{\"reason\":\"max_output_tokens\"},"),
            Responded(3, "failed", "", "\"error\":{\"code\":\"server_error\",\"message\":\"broken\"},"),
        ];
        MappedItem[] mapped = [.. Enumerable.Range(0, 4).Select(i => new MappedItem(
            $"id{i}", [new VaultEntry("EMAIL_ADDRESS", 1, Sessions.Email, "EMAIL_ADDRESS")], new ProtectionReport()))];

        BatchResult[] results = await ReadAsync(
            lines, count: 4, mapping: new BatchMapping(Mark, [.. mapped]), request: ChatRun.Request with { Output = schema });

        Assert.Equal(("""{"n":1}""", ModelApi.Responses, 3L), (
            Reply(results[0]).Output!.ToString(), Reply(results[0]).Api, Reply(results[0]).Usage.InputTokens));
        Assert.Equal((FailureKind.OutputSchemaMismatch, $$"""{"n":"{{Sessions.Email}}"}"""), (Failure(results[1]).Kind, Failure(results[1]).PartialText));
        Assert.Equal("{", Failure(results[2]).PartialText);
        Assert.Equal(FailureKind.ServerError, Failure(results[3]).Kind);
    }

    [Fact]
    public async Task Lines_of_no_use_are_told_and_hurt_nobody()
    {
        string[] lines =
        [
            "no json", "5", "{}", """{"custom_id":7}""", Line(0, "a"), Line(0, "again"), BatchWire.Line("request-1", "x"),
            BatchWire.Line("ffffffff-000001", "x"), Line(2, "x"), Line(1, "b"), """{"custom_id":"\ud800"}""",
        ];

        BatchResult[] results = await ReadAsync(lines, count: 2);

        Assert.Equal(["a", "b"], results.OfType<BatchResult.Answered>().Select(r => r.Reply.Text));
        Assert.Equal(9, results.OfType<BatchResult.Failed>().Count());
        Assert.All(results.OfType<BatchResult.Failed>(), f => Assert.Equal(FailureKind.ReplyInvalid, f.Cause.Failure.Kind));
        Assert.Equal(0, Assert.Single(results.OfType<BatchResult.Failed>(), f => f.Item is not null).Item!.Index);
    }

    [Theory]
    [InlineData("expired", FailureKind.TimedOut)]
    [InlineData("cancelled", FailureKind.Cancelled)]
    public async Task A_batch_that_ended_early_has_what_it_has(string status, FailureKind kind)
    {
        BatchResult[] none = await new BatchResults(new BatchWire().ToEndpoint(), Batch(2, status) with { OutputFileId = null }, null).ReadAsync(Token)
            .ToArrayAsync(Token);
        BatchResult[] some = await ReadAsync([Line(1, "b")], count: 2, status: status);

        Assert.Equal([kind, kind], none.Select(r => Failure(r).Kind));
        Assert.Equal(kind, Failure(some[0]).Kind);
        Assert.Equal("b", Reply(some[1]).Text);
    }

    [Fact]
    public async Task A_batch_that_was_refused_is_one_error()
    {
        AgentBatch batch = Batch(1000, "failed") with { OutputFileId = null, Problems = [new("duplicate_custom_id", "The custom_id is a duplicate.", 4)] };

        ChatException fault = await Assert.ThrowsAsync<ChatException>(
            async () => await new BatchResults(new BatchWire().ToEndpoint(), batch, null).ReadAsync(Token).ToArrayAsync(Token));

        Assert.Equal((FailureKind.BadRequest, "duplicate_custom_id"), (fault.Failure.Kind, fault.Failure.ProviderCode));
        Assert.Contains("line 4: The custom_id is a duplicate.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_gone_is_an_error()
    {
        BatchWire wire = new BatchWire().On("GET /v1/files/out/content", """{"error":{"message":"No such File object: out"}}""", 404);

        BatchResult result = Assert.Single(await new BatchResults(wire.ToEndpoint(), Batch(3), null).ReadAsync(Token).ToArrayAsync(Token));

        Assert.Equal((FailureKind.BatchNotFound, null), (Failure(result).Kind, ((BatchResult.Failed)result).Item));
    }

    [Fact]
    public async Task A_file_that_is_gone_does_not_hide_the_other()
    {
        const string Gone = """{"error":{"message":"No such File object"}}""";
        BatchWire noErrors = new BatchWire().On("GET /v1/files/out/content", string.Join('\n', Line(2, "c"), Line(0, "a")))
            .On("GET /v1/files/err/content", Gone, 404);
        BatchWire noAnswers = new BatchWire().On("GET /v1/files/out/content", Gone, 404)
            .On("GET /v1/files/err/content", Failed(1, """{"status_code":400,"body":{"error":{"message":"no"}}}""", "null"));
        AgentBatch batch = Batch(3) with { ErrorFileId = "err" };

        BatchResult[] answers = await new BatchResults(noErrors.ToEndpoint(), batch, null).ReadAsync(Token).ToArrayAsync(Token);
        BatchResult[] failures = await new BatchResults(noAnswers.ToEndpoint(), batch, null).ReadAsync(Token).ToArrayAsync(Token);

        Assert.Equal(["BatchNotFound ", "a", "BatchItemMissing 1", "c"], answers.Select(Describe));
        Assert.Equal(["BatchNotFound ", "BatchItemMissing 0", "BadRequest 1", "BatchItemMissing 2"], failures.Select(Describe));
        Assert.Contains("could not be read", Failure(answers[2]).Summary, StringComparison.Ordinal);
        Assert.StartsWith("Receive the batch again", Failure(answers[2]).Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_item_keeps_the_id_that_this_session_gave_it()
    {
        BatchWire wire = new BatchWire().On("GET /v1/files/out/content", Line(0, "a", "first"));

        BatchResult[] results = await new BatchResults(wire.ToEndpoint(), Batch(2) with { SentIds = ["first", "second"] }, null).ReadAsync(Token)
            .ToArrayAsync(Token);

        Assert.Equal(new BatchItem("batch_1", 1, "second"), Assert.IsType<BatchResult.Failed>(results[1]).Item);
    }

    [Fact]
    public async Task What_is_too_disordered_comes_out_of_order_and_whole()
    {
        string[] lines = [Line(5, "f"), Line(3, "d"), Line(0, "a"), Line(4, "e"), Line(2, "c")];
        BatchWire wire = new BatchWire().On("GET /v1/files/out/content", string.Join('\n', lines))
            .On("GET /v1/files/err/content", Failed(1, """{"status_code":400,"body":{"error":{"message":"no"}}}""", "null"));
        BatchResults results = new(wire.ToEndpoint(), Batch(7) with { ErrorFileId = "err" }, null) { MostKept = 2 * lines[0].Length };

        BatchResult[] read = await results.ReadAsync(Token).ToArrayAsync(Token);

        Assert.Equal(["BadRequest 1", "d", "f", "a", "c", "e", "BatchItemMissing 6"], read.Select(Describe));
        Assert.Single(read.OfType<BatchResult.Answered>(), r => !r.Reply.Warnings.IsEmpty);
        Assert.Contains("BatchItem.Index", Reply(read[1]).Warnings[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_mapping_of_another_batch_is_refused_where_the_endpoint_forgot_the_mark()
    {
        BatchWire wire = new BatchWire().On("GET /v1/files/out/content", Line(0, "a"));
        BatchMapping other = new("ffffffff", [new MappedItem(null, [], new ProtectionReport())]);
        AgentBatch batch = Batch(1) with { Metadata = ImmutableDictionary<string, string>.Empty };

        await Assert.ThrowsAsync<MappingException>(async () => await new BatchResults(wire.ToEndpoint(), batch, other).ReadAsync(Token).ToArrayAsync(Token));
    }

    [Fact]
    public async Task A_file_that_does_not_end_is_given_up()
    {
        BatchResult[] results = await ReadAsync([Line(0, "a"), new string('\n', 5 * BatchFile.MostItems), Line(1, "b")], count: 2);

        Assert.Equal(["a", "ReplyInvalid ", "BatchItemMissing 1"], results.Select(Describe));
    }

    [Fact]
    public async Task A_misfit_is_restored_once()
    {
        OutputSchema schema = OutputSchema.Read("""{"type":"object","properties":{"n":{"type":"integer"}}}""", out _)!;
        ImmutableArray<VaultEntry> entries =
        [
            new("EMAIL_ADDRESS", 1, "<EMAIL_ADDRESS_2>", "EMAIL_ADDRESS"), new("EMAIL_ADDRESS", 2, Sessions.Email, "EMAIL_ADDRESS"),
        ];
        BatchMapping mapping = new(Mark, [new MappedItem(null, entries, new ProtectionReport())]);

        BatchResult[] results = await ReadAsync(
            [Line(0, "{\\\"n\\\":\\\"<EMAIL_ADDRESS_1>\\\"}")], count: 1, mapping: mapping, request: ChatRun.Request with { Output = schema });

        Assert.Equal("""{"n":"<EMAIL_ADDRESS_2>"}""", Failure(Assert.Single(results)).PartialText);
    }

    [Fact]
    public void What_this_session_knows_of_a_batch_comes_before_what_the_endpoint_says()
    {
        AgentBatch known = Batch(3) with { MappingPath = "run.map", SentIds = ["x"] };
        known = known with { Metadata = known.Metadata.Add(AgentBatch.ProtectedKey, "true").Add("mine", "old") };
        ImmutableDictionary<string, string> foreign =
            new Dictionary<string, string> { [AgentBatch.MarkKey] = "ffffffff", [AgentBatch.ItemsKey] = "1", ["mine"] = "new" }.ToImmutableDictionary();
        AgentBatch answered = Batch(1, "in_progress") with { Id = "BATCH_1", Metadata = foreign };

        AgentBatch both = answered.With(known);
        AgentBatch forgotten = (answered with { Metadata = ImmutableDictionary<string, string>.Empty }).With(known);

        Assert.Equal(
            ("batch_1", "in_progress", Mark, 3, true, "run.map", "new"),
            (both.Id, both.Status, both.Mark, both.ItemCount, both.IsProtected, both.MappingPath, both.Metadata["mine"]));
        Assert.Equal((Mark, 3, true, "x"), (forgotten.Mark, forgotten.ItemCount, forgotten.IsProtected, Assert.Single(forgotten.SentIds)));
    }

    [Fact]
    public async Task Personal_data_comes_back_item_by_item()
    {
        MappedItem Mapped(string id, string value) => new(
            id, [new VaultEntry("EMAIL_ADDRESS", 1, value, "EMAIL_ADDRESS")],
            new ProtectionReport { Found = [new EntityCount("EMAIL_ADDRESS", ProtectionAction.Replace, 1)] });
        BatchMapping mapping = new(Mark, [Mapped("x", Sessions.Email), Mapped("y", Sessions.OtherEmail)]);

        BatchResult[] results = await ReadAsync(
            [Line(1, "To <EMAIL_ADDRESS_1>, not <EMAIL_ADDRESS_2>"), Line(0, "To \\u003cemail_address_1\\u003e")], count: 2, mapping: mapping);

        Assert.Equal([$"To {Sessions.Email}", $"To {Sessions.OtherEmail}, not <EMAIL_ADDRESS_2>"], results.Select(r => Reply(r).Text));
        Assert.Equal(["x", "y"], results.Select(r => Reply(r).BatchItem!.Id));
        Assert.Equal(1, Reply(results[0]).Protection!.Total);
    }

    [Fact]
    public async Task Output_is_held_against_its_schema_and_a_misfit_is_an_error_of_its_item()
    {
        OutputSchema schema = OutputSchema.Read("""{"type":"object","required":["n"],"properties":{"n":{"type":"integer"}}}""", out _)!;

        BatchResult[] results = await ReadAsync(
            [Line(0, "{\\\"n\\\":1}"), Line(1, "{\\\"n\\\":true}"), Line(2, "none")], count: 3, request: ChatRun.Request with { Output = schema });

        Assert.Equal("""{"n":1}""", Reply(results[0]).Output!.ToString());
        Assert.Equal(
            (FailureKind.OutputSchemaMismatch, 1, """{"n":true}"""),
            (Failure(results[1]).Kind, Failure(results[1]).Violations.Length, Failure(results[1]).PartialText));
        Assert.Equal(FailureKind.OutputSchemaMismatch, Failure(results[2]).Kind);
    }

    [Fact]
    public async Task A_secret_that_comes_back_is_starred_out()
    {
        BatchResult[] results = await ReadAsync(
            [Line(0, ChatRun.Canary)], [Failed(1, $$$$"""{"status_code":400,"body":{"error":{"message":"{{{{ChatRun.Canary}}}}"}}}""", "null")], count: 2);

        Assert.Equal("***", Reply(results[0]).Text);
        Assert.DoesNotContain(ChatRun.Canary, Failure(results[1]).ToString(), StringComparison.Ordinal);
    }

    private static string Line(int index, string text, string? id = null) => BatchWire.Line(new CustomId(Mark, index, id).ToString(), text);

    private static string Responded(int index, string status, string text, string more = "") =>
        $$$"""{"id":"x","custom_id":"{{{new CustomId(Mark, index, null)}}}","error":null,"response":{"status_code":200,"request_id":"r","body":"""
            + $$$"""{"id":"resp_1","object":"response","created_at":1,"model":"m-1","status":"{{{status}}}",{{{more}}}"output":[{"type":"message","""
            + $$$""" "id":"msg_1","role":"assistant","status":"completed","content":[{"type":"output_text","annotations":[],"text":"{{{text}}}"}]}],"""
            + """ "usage":{"input_tokens":3,"output_tokens":2,"total_tokens":5}}}}""";

    private static string Failed(int index, string response, string error) =>
        $$"""{"id":"x","custom_id":"{{new CustomId(Mark, index, null)}}","response":{{response}},"error":{{error}}}""";

    private static string Describe(BatchResult result) =>
        result is BatchResult.Failed failed ? $"{failed.Cause.Failure.Kind} {failed.Item?.Index}" : Reply(result).Text;

    private static AgentReply Reply(BatchResult result) => Assert.IsType<BatchResult.Answered>(result).Reply;

    private static ChatFailure Failure(BatchResult result) => Assert.IsType<BatchResult.Failed>(result).Cause.Failure;

    private static AgentBatch Batch(int count, string status = "completed") => new()
    {
        Id = "batch_1",
        Status = status,
        BaseUrl = "https://proxy.example.com/v1",
        Mode = Modes.ExecutionMode.Production,
        OutputFileId = "out",
        Metadata = new Dictionary<string, string> { [AgentBatch.ItemsKey] = $"{count}", [AgentBatch.MarkKey] = Mark }.ToImmutableDictionary(),
    };

    private static async Task<BatchResult[]> ReadAsync(
        string[] lines, string[]? errors = null, int count = 0, string status = "completed", BatchMapping? mapping = null, ChatRequest? request = null)
    {
        BatchWire wire = new BatchWire().On("GET /v1/files/out/content", string.Join('\n', lines), mediaType: "application/octet-stream")
            .On("GET /v1/files/err/content", string.Join('\n', errors ?? []) + "\n");
        AgentBatch batch = Batch(count, status) with { ErrorFileId = errors is null ? null : "err" };
        return await new BatchResults(wire.ToEndpoint(request), batch, mapping).ReadAsync(Token).ToArrayAsync(Token);
    }
}
