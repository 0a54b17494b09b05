using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AgentCore.LiteLlm.Agents;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Runs;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.TestEndpoints;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Runs;

/// <summary>Runs that are kept and taken up again, each part in a process of its own as far as the run can tell.</summary>
public sealed class DurableRunTests : IDisposable
{
    private static readonly RunSubject Subject = new("agent", "1.0", "m", ImmutableSortedDictionary<string, string>.Empty.Add("id", "1"));

    private readonly AgentRuns _runs = new();
    private readonly TempFolder _folder = new();

    public void Dispose()
    {
        _runs.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_run_that_is_kept_answers_as_any_other()
    {
        _runs.Endpoint.Enqueue(AgentRuns.Call("add", """{"a":1,"b":2}"""), new TestReply.Chat("three"));

        ChatRun run = await BeginAsync();

        Assert.Equal("three", run.Reply!.Text);
        AgentSavedRun kept = Look();
        Assert.Equal((RunStatus.Completed, 2, "three"), (kept.Status, kept.Turns, kept.Reply!.Text));
        Assert.Equal(run.Reply.Steps.Select(s => (s.Kind, s.Result)), kept.Steps.Select(s => (s.Kind, s.Result)));
        Assert.Equal(run.Reply.Usage, kept.Usage);
        Assert.Equal(run.Reply.Conversation!.ToJson(), kept.Reply.Conversation!.ToJson());
        Assert.DoesNotContain(run.Events, e => e is ChatEvent.Reached);
    }

    [Fact]
    public async Task A_run_that_has_its_answer_gives_it_again_and_asks_nobody()
    {
        _runs.Endpoint.Enqueue(AgentRuns.Call("add", """{"a":1,"b":2}"""), new TestReply.Chat("three"));
        await BeginAsync();
        int asked = _runs.Endpoint.Requests.Length;

        ChatRun again = await ResumeAsync();

        Assert.Equal("three", again.Reply!.Text);
        Assert.Equal(asked, _runs.Endpoint.Requests.Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Whoever_goes_on_repeats_nothing_unsaid_wherever_a_process_ended(int last)
    {
        // Two calls in a turn: what happens is the turn, a call, its step, a call, its step, and the turn that answers. Before all that the model is asked.
        TestReply.Chat turn = new()
        {
            ToolCalls = [new TestToolCall("add", """{"a":1,"b":2}""") { Id = "one" }, new TestToolCall("look", "{}") { Id = "two" }],
        };
        _runs.Endpoint.Enqueue(turn, new TestReply.Chat("done"));
        List<string> made = [];
        int seen = 0;
        await StopAsync(made, item => item is not ChatEvent.Notice && ++seen == last, whenAsked: last == 0);
        AgentSavedRun kept = Look();
        Assert.Equal((RunStatus.Interrupted, last == 0 ? 1 : 0), (kept.Status, kept.UncertainCalls.Length));

        ChatRun run = await ResumeAsync(made: made);

        Assert.Equal("done", run.Reply!.Text);
        Assert.Equal(["add", "look"], made);
        Assert.Equal(2, _runs.Endpoint.Requests.Length);
        Assert.Equal(last == 0 ? 1 : 0, run.Reply.Warnings.Length);
        Assert.Equal(["one", "two"], run.Reply.Messages.Where(m => m.Role == ChatRole.Tool).Select(m => m.ToolCallId));
    }

    [Fact]
    public async Task A_tool_that_started_and_ended_nowhere_is_uncertain_until_somebody_decides()
    {
        _runs.Endpoint.Enqueue(AgentRuns.Call("add", """{"a":1,"b":2}""", "c1"), new TestReply.Chat("done"));
        List<string> made = [];
        await StopAsync(made, item => item is ChatEvent.ToolCalled, starts: true);

        AgentOpenCall open = Assert.Single(Look().UncertainCalls);
        Assert.Equal((OpenCallState.Uncertain, "c1", "add", """{"a":1,"b":2}"""), (open.State, open.CallId, open.Tool, open.Arguments));
        Assert.Equal(RunProblem.Uncertain, (await Assert.ThrowsAsync<RunException>(() => ResumeAsync())).Problem);
        Assert.Equal(RunProblem.CallUnknown, (await Assert.ThrowsAsync<RunException>(() => ResumeAsync(result: ("c9", "7")))).Problem);
        Assert.Single(Look().UncertainCalls);

        ChatRun run = await ResumeAsync(made: made, result: ("c1", "7"));

        Assert.Equal("7", Assert.Single(run.Reply!.Messages, m => m.Role == ChatRole.Tool).Text);
        Assert.Empty(made);
    }

    [Theory]
    [InlineData(UncertainCalls.Retry, false, 1)]
    [InlineData(UncertainCalls.Skip, false, 0)]
    [InlineData(UncertainCalls.Fail, true, 1)]
    [InlineData(UncertainCalls.Skip, true, 1)]
    public async Task What_is_uncertain_is_made_again_by_choice_or_where_it_does_no_harm(UncertainCalls choice, bool isIdempotent, int times)
    {
        _runs.Endpoint.Enqueue(AgentRuns.Call("add", """{"a":1,"b":2}"""), new TestReply.Chat("done"));
        List<string> made = [];
        await StopAsync(made, item => item is ChatEvent.ToolCalled, starts: true);

        ChatRun run = await ResumeAsync(choice, made, isIdempotent: isIdempotent);

        Assert.Equal("done", run.Reply!.Text);
        Assert.Equal(times, made.Count);
        Assert.Equal(times == 0, run.Reply.Messages.First(m => m.Role == ChatRole.Tool).Text.Contains("it is not known", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_tool_came_to_is_kept_before_the_model_is_told()
    {
        _runs.Endpoint.Enqueue(AgentRuns.Call("add", """{"a":1,"b":2}"""), new TestReply.Chat("done"));
        List<string> made = [];
        await StopAsync(made, item => item is ChatEvent.ToolCalled, starts: true, answers: true);
        Assert.Single(made);
        Assert.Empty(Look().UncertainCalls);

        ChatRun run = await ResumeAsync(made: made);

        Assert.Single(made);
        Assert.Equal("3", run.Reply!.Messages.First(m => m.Role == ChatRole.Tool).Text);
    }

    [Fact]
    public async Task What_is_known_of_a_call_answers_no_later_one_of_the_same_id()
    {
        _runs.Endpoint.Enqueue(
            AgentRuns.Call("add", """{"a":1,"b":2}""", "c1"), AgentRuns.Call("add", """{"a":3,"b":4}""", "c1"), new TestReply.Chat("done"));
        List<string> made = [];
        await StopAsync(made, item => item is ChatEvent.ToolCalled, starts: true, answers: true);

        ChatRun run = await ResumeAsync(made: made);

        Assert.Equal(["add", "add"], made);
        Assert.Equal(["3", "7"], run.Reply!.Messages.Where(m => m.Role == ChatRole.Tool).Select(m => m.Text));
    }

    [Theory]
    [InlineData("call_1_2", "call_1_2")]
    [InlineData("", "call_1_1")]
    public async Task A_decision_about_one_call_is_about_no_other_that_shares_its_id(string one, string two)
    {
        _runs.Endpoint.Enqueue(
            new TestReply.Chat
            {
                ToolCalls = [new TestToolCall("add", """{"a":1,"b":2}""") { Id = one }, new TestToolCall("add", """{"a":3,"b":4}""") { Id = two }],
            },
            new TestReply.Chat("done"));
        List<string> made = [];
        await BeginAsync(made, defers: "add");
        AgentOpenCall[] waiting = [.. Look().PendingApprovals];
        Assert.Equal(2, waiting.Select(c => c.CallId).Distinct().Count());
        Assert.Equal(2, waiting.Select(c => c.Hash).Distinct().Count());

        Decide(waiting[0], true);

        Assert.Equal([OpenCallState.Approved, OpenCallState.Waiting], Look().PendingApprovals.Select(c => c.State));
    }

    [Fact]
    public void What_is_no_run_is_left_as_it_is()
    {
        Assert.Throws<FileException>(() => DurableRun.TakeUp(_folder.Path, null, TimeProvider.System));

        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Tokens_turns_and_time_go_on_counting()
    {
        TestUsage usage = new(100, 10);
        TestReply.Chat turn = new() { ToolCalls = [new TestToolCall("look", "{}")], Usage = usage };
        _runs.Endpoint.Enqueue(turn, new TestReply.Chat("done") { Usage = usage });
        await StopAsync([], item => item is ChatEvent.Stepped { Step.Kind: AgentStepKind.Turn });

        ChatRun run = await ResumeAsync();

        Assert.Equal((220, 2, 2), (run.Reply!.Usage.CountedTokens, run.Reply.Iterations, run.Reply.Steps.Count(s => s.Kind == AgentStepKind.Turn)));
        Assert.Equal([1, 1, 2], run.Reply.Steps.Select(s => s.Iteration));
    }

    [Fact]
    public async Task A_run_at_a_limit_goes_on_with_a_higher_one()
    {
        _runs.Endpoint.Enqueue(AgentRuns.Call("look", "{}"), AgentRuns.Call("add", """{"a":1,"b":2}"""), new TestReply.Chat("done"));
        List<string> made = [];
        ChatRun first = await BeginAsync(made, new LoopLimits { MaxIterations = 2 });
        Assert.Equal(FailureKind.IterationLimitReached, first.Failure!.Kind);
        Assert.Equal((RunStatus.Failed, "IterationLimitReached"), (Look().Status, Look().ErrorId));

        ChatRun run = await ResumeAsync(made: made, limits: new LoopLimits { MaxIterations = 3 });

        Assert.Equal("done", run.Reply!.Text);
        Assert.Equal(["look", "add"], made);
        Assert.Equal(3, _runs.Endpoint.Requests.Length);
    }

    [Fact]
    public async Task A_call_waits_for_a_decision_that_is_bound_to_it_and_used_once()
    {
        _runs.Endpoint.Enqueue(
            new TestReply.Chat { ToolCalls = [new TestToolCall("add", """{"a":1,"b":2}""") { Id = "a" }, new TestToolCall("look", "{}") { Id = "b" }] },
            new TestReply.Chat("done"));
        List<string> made = [];
        ChatRun first = await BeginAsync(made, defers: "add");
        Assert.Equal(FailureKind.ApprovalPending, first.Failure!.Kind);
        Assert.Equal(["look"], made);
        AgentOpenCall waiting = Assert.Single(Look().PendingApprovals);
        Assert.Equal((RunStatus.Pending, OpenCallState.Waiting, "a"), (Look().Status, waiting.State, waiting.CallId));

        Assert.Equal(RunProblem.CallChanged, Assert.Throws<RunException>(() => Decide(waiting with { Hash = "other" }, true)).Problem);
        Assert.Equal(RunProblem.CallUnknown, Assert.Throws<RunException>(() => Decide(waiting with { CallId = "b" }, true)).Problem);
        Decide(waiting, true);
        Assert.Equal(OpenCallState.Approved, Assert.Single(Look().PendingApprovals).State);
        Assert.Equal(RunProblem.CallDecided, Assert.Throws<RunException>(() => Decide(waiting, false)).Problem);

        // The tool is another one now: what was approved was not this.
        await ResumeAsync(made: made, defers: "add", fingerprint: "changed");
        Assert.Equal(["look"], made);
        AgentOpenCall again = Assert.Single(Look().PendingApprovals);
        Assert.Equal(OpenCallState.Waiting, again.State);
        Assert.NotEqual(waiting.Hash, again.Hash);

        Decide(again, true);
        ChatRun run = await ResumeAsync(made: made, defers: "add", fingerprint: "changed");

        Assert.Equal(["look", "add"], made);
        Assert.Equal(["b", "a"], run.Reply!.Messages.Where(m => m.Role == ChatRole.Tool).Select(m => m.ToolCallId));
        Assert.Empty(Look().PendingApprovals);
    }

    [Fact]
    public async Task One_process_at_a_time_works_at_a_run()
    {
        _runs.Endpoint.Enqueue(AgentRuns.Call("look", "{}"), new TestReply.Chat("done"));
        await StopAsync([], item => item is ChatEvent.ToolCalled);
        using DurableRun held = DurableRun.TakeUp(Folder, null, TimeProvider.System);

        Assert.Equal(RunStatus.Running, Look().Status);
        Assert.Equal(RunProblem.InUse, (await Assert.ThrowsAsync<RunException>(() => ResumeAsync())).Problem);
        held.Dispose();
        Assert.Equal("done", (await ResumeAsync()).Reply!.Text);
    }

    [Fact]
    public async Task A_key_hides_all_that_is_said_and_binds_what_is_not()
    {
        _runs.Endpoint.Enqueue(AgentRuns.Call("add", """{"a":1,"b":2}"""), new TestReply.Chat("the secret answer"));
        using SealingKey key = new(new Secret("correct horse battery"));
        await StopAsync([], item => item is ChatEvent.ToolCalled, key: key);
        string file = await File.ReadAllTextAsync(Path.Combine(Folder, RunFile.Name), TestContext.Current.CancellationToken);

        Assert.DoesNotContain("Say hello", file, StringComparison.Ordinal);
        Assert.DoesNotContain("\"add\"", file, StringComparison.Ordinal);
        Assert.True(Look().IsSealed);
        Assert.Empty(Look().Steps);
        Assert.Equal(RunProblem.KeyRequired, (await Assert.ThrowsAsync<RunException>(() => ResumeAsync())).Problem);
        using SealingKey other = new(new Secret("another horse battery"));
        Assert.Equal(RunProblem.KeyWrong, (await Assert.ThrowsAsync<RunException>(() => ResumeAsync(key: other))).Problem);
        Change(state => state["model"] = "another");
        Assert.Equal(RunProblem.KeyWrong, (await Assert.ThrowsAsync<RunException>(() => ResumeAsync(key: key))).Problem);
        Change(state => state["model"] = "m");

        Assert.Equal("the secret answer", (await ResumeAsync(key: key)).Reply!.Text);
    }

    [Fact]
    public async Task An_agent_that_has_changed_is_refused_unless_that_is_accepted()
    {
        _runs.Endpoint.Enqueue(AgentRuns.Call("look", "{}"), new TestReply.Chat("done"));
        await StopAsync([], item => item is ChatEvent.ToolCalled);
        RunSubject changed = Subject with { Parts = Subject.Parts.SetItem("id", "2").SetItem("policy", "x") };

        RunException refused = await Assert.ThrowsAsync<RunException>(() => ResumeAsync(subject: changed));
        Assert.Equal(RunProblem.Changed, refused.Problem);
        Assert.EndsWith("id has changed, policy is new.", refused.Message, StringComparison.Ordinal);

        Assert.Equal("done", (await ResumeAsync(subject: changed, accepts: true)).Reply!.Text);
    }

    [Fact]
    public async Task No_key_of_the_agent_is_written_down()
    {
        const string Key = "sk-durable-3f9a1c77d2e4";
        _runs.Endpoint.Enqueue(AgentRuns.Call("look", "{}"), new TestReply.Chat("done"));
        ChatRequest request = _runs.Request with { Headers = [new SecretHeader("Authorization", new Secret(Key))] };
        await BeginAsync(request: request with { Messages = [new ChatMessage(ChatRole.User, $"my key is {Key}")] }, answer: _ => ToolResult.Of($"\"{Key}\""));

        string file = await File.ReadAllTextAsync(Path.Combine(Folder, RunFile.Name), TestContext.Current.CancellationToken);
        Assert.DoesNotContain(Key, file, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_cannot_be_kept_is_stopped_before_anything_is_asked()
    {
        string taken = _folder.Write("taken", "a file");

        ChatRun run = await BeginAsync(session: taken);

        Assert.Equal(FailureKind.SessionFailed, run.Failure!.Kind);
        Assert.Empty(_runs.Endpoint.Requests);
    }

    [Fact]
    public async Task A_request_without_tools_is_kept_too()
    {
        _runs.Endpoint.Enqueue(new TestReply.Chat("hello"));
        ChatRequest request = _runs.Request with { Tools = [], Loop = null };
        await StopAsync([], _ => false, whenAsked: true, request: request);
        Assert.Equal(OpenCallState.MayBePaid, Assert.Single(Look().UncertainCalls).State);

        ChatRun run = await ResumeAsync(request: request);

        Assert.Equal("hello", run.Reply!.Text);
        Assert.Single(run.Reply.Warnings, w => w.Contains("may have been paid", StringComparison.Ordinal));
        Assert.Equal([1], Look().RepeatedTurns);
    }

    private string Folder => Assert.Single(Directory.GetDirectories(_folder.Path));

    private AgentSavedRun Look() => RunFolder.Look(Folder, null);

    private void Change(Action<JsonNode> change)
    {
        string path = Path.Combine(Folder, RunFile.Name);
        JsonNode state = JsonNode.Parse(File.ReadAllText(path))!;
        change(state);
        File.WriteAllText(path, state.ToJsonString());
    }

    private void Decide(AgentOpenCall call, bool isApproved)
    {
        using DurableRun run = DurableRun.TakeUp(Folder, null, TimeProvider.System);
        run.Decide(call, new CallDecision(isApproved, null));
    }

    private Task<ChatRun> BeginAsync(
        List<string>? made = null, LoopLimits? limits = null, string? defers = null, string? session = null, ChatRequest? request = null,
        Func<PendingToolCall, ToolResult>? answer = null) => RunAsync(
            DurableRun.New(session ?? _folder.Path, Subject, null, TimeProvider.System), made ?? [], request, limits, defers, "as it is", answer);

    private Task<ChatRun> ResumeAsync(
        UncertainCalls choice = UncertainCalls.Fail, List<string>? made = null, (string Id, string Text)? result = null, bool isIdempotent = false,
        LoopLimits? limits = null, string? defers = null, string fingerprint = "as it is", SealingKey? key = null, RunSubject? subject = null,
        bool accepts = false, ChatRequest? request = null)
    {
        DurableRun run = DurableRun.TakeUp(Folder, key, TimeProvider.System);
        try
        {
            run.Check(subject ?? Subject, accepts);
            run.Settle(
                choice, result is { } given ? new Dictionary<string, ToolResult> { [given.Id] = ToolResult.Of(given.Text) } : [], _ => isIdempotent);
        }
        catch (RunException e)
        {
            run.Dispose();
            return Task.FromException<ChatRun>(e);
        }

        return RunAsync(run, made ?? [], request, limits, defers, fingerprint);
    }

    // Whoever makes the calls does it as the cmdlets do: judged, noted, made.
    private Task<ChatRun> RunAsync(
        DurableRun run, List<string> made, ChatRequest? request = null, LoopLimits? limits = null, string? defers = null, string fingerprint = "as it is",
        Func<PendingToolCall, ToolResult>? answer = null)
    {
        ChatRequest planned = request ?? _runs.Request with { Loop = limits ?? new LoopLimits() };
        AgentScript script = new(new DurableProvider(new KeepingProvider(_runs.Provider, run), run), pending =>
        {
            if (pending.Call.Name == defers && pending.Record!.FindDecision(fingerprint) is null)
            {
                pending.Defer(fingerprint);
                return null;
            }

            Assert.True(pending.Record!.Start());
            made.Add(pending.Call.Name);
            return (answer ?? AgentRuns.AddUp)(pending);
        });
        return ChatRun.OfAsync(script, planned);
    }

    // A process that ends leaves the stream where it is: nothing is told that it ended.
    private async Task StopAsync(
        List<string> made, Func<ChatEvent, bool> isLast, bool whenAsked = false, bool starts = false, bool answers = false, SealingKey? key = null,
        ChatRequest? request = null)
    {
        using DurableRun run = DurableRun.New(_folder.Path, Subject, key, TimeProvider.System);
        using CancellationTokenSource end = new();
        ScriptedProvider unheard = new(ScriptedProvider.Answers("never")) { OnRequest = () => throw new OperationCanceledException() };
        DurableProvider kept = new(new KeepingProvider(whenAsked ? new AgentProvider(unheard, TimeProvider.System) : _runs.Provider, run), run);
        IAsyncEnumerator<ChatEvent> events = kept.AnswerAsync(request ?? _runs.Request, end.Token).GetAsyncEnumerator(end.Token);
        try
        {
            while (await events.MoveNextAsync())
            {
                PendingToolCall? pending = (events.Current as ChatEvent.ToolCalled)?.Call;
                bool isEnd = isLast(events.Current);
                if (pending is not null && (!isEnd || starts))
                {
                    Assert.True(pending.Record!.Start());
                    if (!isEnd || answers)
                    {
                        made.Add(pending.Call.Name);
                        pending.Answer(AgentRuns.AddUp(pending));
                    }
                }

                if (isEnd)
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
        finally
        {
            await events.DisposeAsync();
        }
    }
}
