using System.Runtime.CompilerServices;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Policies;
using AgentCore.LiteLlm.Resilience;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Agents;

/// <summary>
/// Runs an agent: lets the model take turns, has the tools called that it asks for, and ends with its answer or at a limit. What a
/// turn is follows from what its message holds, never from its finish reason. A request without tools is a run of one turn.
/// </summary>
/// <param name="inner">What makes the calls.</param>
/// <param name="time">The clock.</param>
internal sealed class AgentProvider(IChatProvider inner, TimeProvider time) : IChatProvider
{
    /// <inheritdoc/>
    public IAsyncEnumerable<ChatEvent> AnswerAsync(ChatRequest request, CancellationToken cancellationToken) =>
        request.Loop is { } limits ? RunAsync(request, limits, cancellationToken) : AnswerOnceAsync(request, cancellationToken);

    private async IAsyncEnumerable<ChatEvent> AnswerOnceAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (ChatEvent item in inner.AnswerAsync(request, cancellationToken).ConfigureAwait(false))
        {
            yield return item is ChatEvent.Completed { Reply: var reply }
                ? new ChatEvent.Completed(reply with { Messages = reply.IsSilent ? request.Messages : request.Messages.Add(reply.ToMessage()) })
                : item;
        }
    }

    private async IAsyncEnumerable<ChatEvent> RunAsync(ChatRequest request, LoopLimits limits, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using AgentRun run = new(request, limits, time, cancellationToken);
        ToolBox tools = new(request);
        IAsyncEnumerator<ChatEvent> events = StepAsync(tools, run, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (events.ConfigureAwait(false))
        {
            while (await MoveNextAsync(events, run, cancellationToken).ConfigureAwait(false))
            {
                yield return events.Current;
            }
        }
    }

    // Whoever cancels a run gets what it had come to.
    private static async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<ChatEvent> events, AgentRun run, CancellationToken cancellationToken)
    {
        try
        {
            return await events.MoveNextAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested)
        {
            throw new RunCancelledException(run.Cancel(), e, cancellationToken);
        }
    }

    private async IAsyncEnumerable<ChatEvent> StepAsync(ToolBox tools, AgentRun run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        AgentReply? reply = run.Resumed;
        while (true)
        {
            if (reply is null)
            {
                ChatRequest asked = run.NextTurn();
                if (run.IsKept)
                {
                    yield return run.ToProgress();
                }

                ChatAttempt turn = new(inner.AnswerAsync(asked, cancellationToken), cancellationToken);
                await using (turn.ConfigureAwait(false))
                {
                    while (await turn.MoveNextAsync().ConfigureAwait(false))
                    {
                        yield return turn.Current;
                    }
                }

                if (turn.Reply is null)
                {
                    throw run.Fail(turn.Failure!);
                }

                (reply, AgentStep step) = run.Add(turn.Reply);
                if (run.IsKept)
                {
                    yield return run.ToProgress();
                }

                yield return new ChatEvent.Stepped(step);
            }

            if (reply.ToolCalls.IsEmpty)
            {
                if (run.FindAnswer(reply) is { } answer)
                {
                    yield return new ChatEvent.Completed(answer);
                    yield break;
                }

                reply = null;
                continue;
            }

            if (run.FindWarning() is { } warning)
            {
                yield return warning;
            }

            // A turn whose first calls an earlier process made was within the limits.
            if (!run.HasAnswers && run.FindLimit(reply) is { } limit)
            {
                foreach (AgentStep notRun in limit.Failure.Steps.Where(s => s.Iteration == run.Turn && s.Kind == AgentStepKind.Tool))
                {
                    yield return new ChatEvent.Stepped(notRun);
                }

                throw limit;
            }

            await foreach (ChatEvent item in CallAsync(reply, tools, run, cancellationToken).ConfigureAwait(false))
            {
                yield return item;
            }

            if ((run.FindDeferred() ?? run.FindEnd()) is { } end)
            {
                throw end;
            }

            reply = null;
        }
    }

    // All calls of a turn are handed out before any result is waited for, so that whoever makes them may make them at once.
    private static async IAsyncEnumerable<ChatEvent> CallAsync(
        AgentReply reply, ToolBox tools, AgentRun run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Queue<OpenCall> open = [];
        ToolCall[] left = [.. reply.ToolCalls.Where(c => !run.IsAnswered(c))];
        foreach (ToolCall call in left)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (run.FindKnown(call) is { } known)
            {
                PendingToolCall made = run.HandOut(call, call.FindArguments() ?? default);
                made.Answer(known);
                open.Enqueue(new OpenCall(call, made, null, null, null));
                continue;
            }

            bool isCut = Finish.IsCut(reply.FinishReason) && call == reply.ToolCalls[^1];
            ToolResult? refusal = tools.Refuse(call, isCut, out JsonElement arguments);
            PolicyDecision? decision = refusal is null ? tools.Judge(call, arguments) : null;
            if (decision is { Allowed: false, Enforced: false })
            {
                yield return new ChatEvent.Warning($"The policy would stop a call of '{call.Name}', and only notes it (LOG_ONLY): {decision.Reason}.");
            }

            refusal = run.IsOverTime ? NotRun() : decision is { Stops: true } ? Forbidden(decision) : refusal;
            if (refusal is null && !run.Hooks.IsEmpty)
            {
                HookRound round = new();
                await foreach (ChatEvent item in round.CallAsync(run.Hooks, n => run.NewHook(n, call, arguments), cancellationToken).ConfigureAwait(false))
                {
                    yield return item;
                }

                ThrowIfFailed(round, run);
                refusal = round.Answer.Refusal is { } reason ? Cancelled(round.Last, reason) : run.IsOverTime ? NotRun() : null;
            }

            PendingToolCall? pending = null;
            AgentCall? agent = null;
            if (refusal is null)
            {
                pending = run.HandOut(call, arguments);
                agent = run.HandOutAgent(call);
                yield return new ChatEvent.ToolCalled(pending) { Request = run.Request, AgentCall = agent };
            }

            open.Enqueue(new OpenCall(call, pending, refusal, decision, agent));
            while (open.TryPeek(out OpenCall? first) && first.Pending is null or { IsAnswered: true })
            {
                open.Dequeue();
                await foreach (ChatEvent item in FinishAsync(first, run, cancellationToken).ConfigureAwait(false))
                {
                    yield return item;
                }
            }
        }

        while (open.TryDequeue(out OpenCall? next))
        {
            await foreach (ChatEvent item in FinishAsync(next, run, cancellationToken).ConfigureAwait(false))
            {
                yield return item;
            }
        }
    }

    private static async IAsyncEnumerable<ChatEvent> FinishAsync(
        OpenCall open, AgentRun run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (open.Pending is not { } pending)
        {
            AgentStep refused = run.Add(open.Call, open.Refusal!, TimeSpan.Zero, open.Decision);
            if (run.IsKept)
            {
                yield return run.ToProgress();
            }

            yield return new ChatEvent.Stepped(refused);
            yield break;
        }

        try
        {
            // An agent ends by itself when the run's time is over, and what it had come to then is not lost.
            await pending.WaitAsync(open.Agent is null ? run.StopToken : CancellationToken.None).ConfigureAwait(false);
            if (open.Agent is not null)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It may have been answered while the wait ended: what was done is never called undone.
        }

        if (pending.IsDeferred)
        {
            yield break;
        }

        ToolResult result = pending.Result;
        if (!run.Hooks.IsEmpty)
        {
            HookRound round = new();
            IAsyncEnumerable<ChatEvent> hooks = round.CallAsync(
                run.Hooks, n => run.NewHook(n, open.Call, pending.Arguments, result with { Text = round.Answer.Text ?? result.Text }), cancellationToken);
            await foreach (ChatEvent item in hooks.ConfigureAwait(false))
            {
                yield return item;
            }

            ThrowIfFailed(round, run);
            result = result with { Text = round.Answer.Text ?? result.Text };
        }

        AgentStep step = run.Add(open.Call, result, pending.Duration, open.Decision);
        if (run.IsKept)
        {
            yield return run.ToProgress();
        }

        yield return new ChatEvent.Stepped(step);
    }

    private static void ThrowIfFailed(HookRound round, AgentRun run)
    {
        if (round.Answer.Failure is { } problem)
        {
            throw run.IsOverTime ? run.OverTime() : run.Stop(round.Last, problem);
        }
    }

    private static ToolResult Cancelled(string hook, string reason) =>
        ToolResult.Error(ToolOutcome.Denied, $"the hook '{SecretShapes.Excerpt(hook)}' cancelled the call: {reason}");

    private static ToolResult Forbidden(PolicyDecision decision) =>
        ToolResult.Error(ToolOutcome.Denied, $"the agent's policy does not allow it, so the tool was not called: {decision.Reason}.");

    private static ToolResult NotRun() => ToolResult.Error(ToolOutcome.NotRun, "the run's time is over.");

    // A call of this turn: handed out, or refused before that.
    private sealed record OpenCall(ToolCall Call, PendingToolCall? Pending, ToolResult? Refusal, PolicyDecision? Decision, AgentCall? Agent);
}
