using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Costs;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Terminal;

namespace AgentCore.LiteLlm.Graphs;

/// <summary>
/// One run of an agent that calls others as tools. Those of one turn run at the same time; what happens in them is passed on under the names of their tools,
/// text one agent after the other. What they spend counts to one budget.
/// </summary>
/// <param name="request">The request of the agent that calls.</param>
/// <param name="caller">What runs it.</param>
/// <param name="agents">What runs those that it calls.</param>
/// <param name="time">The clock.</param>
internal sealed class Delegation(ChatRequest request, IChatProvider caller, IChatProvider agents, TimeProvider time)
{
    // Whoever acts may run a little ahead of whoever pulls.
    private const int MostAhead = 16;

    // So many of one turn run at the same time.
    private const int MostAtOnce = 4;

    private readonly Budget _budget = request.Budget ?? new Budget(request.Loop?.MaxTokens, request.Loop?.MaxCost);
    private readonly List<Task> _running = [];
    private ExceptionDispatchInfo? _fault;

    /// <summary>Runs the agent.</summary>
    /// <param name="cancellationToken">Ends it, and those that it called.</param>
    public async IAsyncEnumerable<ChatEvent> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using CancellationTokenSource gone = new();
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, gone.Token);

        // What ends the run for a reason of one of them ends the others first, and then the caller.
        using CancellationTokenSource others = new();
        Channel<(int? Voice, ChatEvent? Event)> happened = Channel.CreateBounded<(int?, ChatEvent?)>(
            new BoundedChannelOptions(MostAhead) { SingleReader = true });
#pragma warning disable CA2025 // it is awaited below, before they are disposed of
        Task all = Task.Run(() => FollowAsync(happened.Writer, stop, others, gone.Token), CancellationToken.None);
#pragma warning restore CA2025
        Voices voices = new(0);
        try
        {
            // What is cancelled is read to its end: it says what it had come to.
            await foreach ((int? voice, ChatEvent? item) in happened.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
                if (voice is { } speaker)
                {
                    foreach (ChatEvent heard in item is null ? voices.End(speaker) : voices.Hear(speaker, item))
                    {
                        yield return heard;
                    }

                    continue;
                }

                yield return item!;
                if (item is ChatEvent.ToolCalled { AgentCall: { } call })
                {
                    voices.Add();
                    if (!request.DecidesOnAgents)
                    {
                        call.Begin(null);
                    }
                }
            }
        }
        finally
        {
            await gone.CancelAsync().ConfigureAwait(false);
            await all.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _fault?.Throw();
    }

    private async Task FollowAsync(
        ChannelWriter<(int?, ChatEvent?)> writer, CancellationTokenSource stop, CancellationTokenSource others, CancellationToken gone)
    {
        // Where a limit binds all, each must have spent what it spends before it is seen whether the next may begin; and a simulation tells the same in the
        // same order each time.
        int places = _budget is { MaxTokens: null, MaxCost: null } && request.Mode != ExecutionMode.Simulation ? MostAtOnce : 1;
        try
        {
            IAsyncEnumerator<ChatEvent> events = caller.AnswerAsync(request with { Budget = _budget }, stop.Token).GetAsyncEnumerator(stop.Token);
            await using (events.ConfigureAwait(false))
            {
                while (await events.MoveNextAsync().ConfigureAwait(false))
                {
                    if (events.Current is ChatEvent.ToolCalled { AgentCall: { } call, Call: var pending })
                    {
                        int voice = _running.Count;
                        Task before = voice < places ? Task.CompletedTask : _running[voice - places];
#pragma warning disable CA2025, VSTHRD003 // all of them are awaited below, and none waits for one that began later
                        _running.Add(Task.Run(
                            () => ServeAsync(pending, call, item => writer.WriteAsync((voice, item), gone), others, before), CancellationToken.None));
#pragma warning restore CA2025, VSTHRD003
                    }

                    await writer.WriteAsync((null, events.Current), gone).ConfigureAwait(false);
                }
            }
        }
#pragma warning disable CA1031 // whoever reads gets it
        catch (Exception e)
#pragma warning restore CA1031
        {
            _fault = ExceptionDispatchInfo.Capture(e);
        }

        await stop.CancelAsync().ConfigureAwait(false);
        try
        {
            await Task.WhenAll(_running).ConfigureAwait(false);
        }
        catch (Exception e) when (!gone.IsCancellationRequested)
        {
            _fault ??= ExceptionDispatchInfo.Capture(e);
        }

        writer.Complete();
    }

    // Whatever becomes of it, the call is answered: its caller waits for that.
    private async Task ServeAsync(
        PendingToolCall pending, AgentCall call, Func<ChatEvent?, ValueTask> tell, CancellationTokenSource others, Task before)
    {
        try
        {
            Task answered = pending.WaitAsync(pending.StopToken);
#pragma warning disable VSTHRD003 // whoever decides runs on the thread pool and waits for nobody here
            await Task.WhenAny(call.Begun, answered).ConfigureAwait(false);
#pragma warning restore VSTHRD003
            if (call.Begun.IsCompleted && !pending.IsAnswered && !pending.StopToken.IsCancellationRequested)
            {
                using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(pending.StopToken, others.Token);

                // What was cancelled meanwhile has not begun, which is what its caller is told.
                await before.WaitAsync(stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (!pending.IsAnswered && !stop.IsCancellationRequested)
                {
                    ToolResult result = await RunAsync(pending, call, tell, stop.Token).ConfigureAwait(false);
                    pending.Answer(result with { Approval = call.Approved });
                }
            }
        }
        finally
        {
            pending.Answer(ToolResult.Error(ToolOutcome.NotRun, "the run was over before the agent began.") with { Approval = call.Approved });
            if (call.Work is { End: not null })
            {
                await others.CancelAsync().ConfigureAwait(false);
            }

            await tell(null).ConfigureAwait(false);
        }
    }

    private async Task<ToolResult> RunAsync(
        PendingToolCall pending, AgentCall call, Func<ChatEvent?, ValueTask> tell, CancellationToken cancellationToken)
    {
        if (_budget.IsOutOfTokens || _budget.IsOutOfMoney)
        {
            return ToolResult.Error(ToolOutcome.NotRun, "what all agents may spend together is spent.");
        }

        AgentSpecialist agent = call.Agent;
        ChatMessage task = new(ChatRole.User, pending.Arguments.FindText(AgentSpecialist.Argument) ?? "");
        NodeTurn turn = new(agent.Tool.Name, agent.Agent, agent.Request with { Messages = agent.Request.Messages.Add(task), Budget = _budget }, 1);
        Activity.Current = call.Span ?? Activity.Current;
        await tell(turn.ToOutside(new ChatEvent.Notice($"The agent '{agent.Agent}' begins."))).ConfigureAwait(false);
        NodeResult result = await turn.RunAsync(agents, time, item => tell(item), cancellationToken).ConfigureAwait(false);
        call.Work = new AgentWork(agent.Agent, result.Spent, result.StepsOf(turn, out AgentStep? only))
        {
            Warnings = result.Reply?.Warnings ?? [],
            Protection = result.Reply?.Protection,
            End = result.Failure is { } failure && EndsCaller(failure)
                ? GraphEnd.In(failure, agent.Tool.Name) with { Steps = [], Messages = [], Spent = Spent.Nothing, PartialText = "" }
                : null,
        };
        if (turn.IsOneTurn)
        {
            _budget.Add(result.Spent);
        }

        if (only is not null)
        {
            await tell(turn.ToOutside(new ChatEvent.Stepped(only))).ConfigureAwait(false);
        }

        return ToResult(agent, result);
    }

    // A model could do nothing about these.
    private static bool EndsCaller(ChatFailure failure) =>
        failure.Kind is FailureKind.HookFailed or FailureKind.AuditLogFailed or FailureKind.SessionFailed or FailureKind.CassetteMismatch;

    private static ToolResult ToResult(AgentSpecialist agent, NodeResult result)
    {
        if (result.Failure is { } failure)
        {
            return ToolResult.Error(
                failure.Kind == FailureKind.Cancelled ? ToolOutcome.NotRun : ToolOutcome.Failed,
                $"the agent '{agent.Agent}' came to no answer: {failure.Summary}");
        }

        string text = result.Output?.GetRawText() ?? result.Text;
        if (text.Length <= agent.MaximumResultLength)
        {
            return ToolResult.Of(text);
        }

        string shown = WholeCharacters.Cut(text, agent.MaximumResultLength);
        return ToolResult.Of(string.Create(
            CultureInfo.InvariantCulture, $"{shown}\n… cut: these are the first {shown.Length} of {text.Length} characters."));
    }
}
