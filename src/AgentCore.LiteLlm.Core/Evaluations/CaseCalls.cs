using System.Runtime.CompilerServices;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Costs;
using AgentCore.LiteLlm.Resilience;

namespace AgentCore.LiteLlm.Evaluations;

/// <summary>Makes the calls of a run of a case: the agent's, and where nothing speaks against its answer those of the judges.</summary>
/// <param name="budget">What all calls may cost.</param>
/// <param name="answer">Makes a call.</param>
/// <param name="isReplayed">Whether a cassette answers, so that nothing is paid.</param>
internal sealed class CaseCalls(
    EvaluationBudget budget, Func<ChatRequest, CancellationToken, IAsyncEnumerable<ChatEvent>> answer, bool isReplayed = false)
{
    /// <summary>Makes the calls. Nothing happens before the events are pulled.</summary>
    /// <param name="run">The run, which is told of every judgement.</param>
    /// <param name="request">What the agent is asked.</param>
    /// <param name="cancellationToken">Ends the calls at once.</param>
    /// <returns>What happens; the last event is the agent's answer.</returns>
    public async IAsyncEnumerable<ChatEvent> AnswerAsync(
        CaseRun run, ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ChatEvent.Completed? done = null;
        await foreach (ChatEvent happened in SpendAsync(request, budget, answer, cancellationToken).ConfigureAwait(false))
        {
            if (happened is ChatEvent.Completed completed)
            {
                done = completed;
            }
            else
            {
                yield return happened;
            }
        }

        if (done is null)
        {
            yield break;
        }

        run.Hold(done.Reply);
        foreach (SeatedJudge judge in run.Judges)
        {
            if (!run.HoldsSoFar)
            {
                break;
            }

            // What goes wrong from here on is the judge's.
            run.JudgeAsked = judge.Judge.Name;
            ChatRequest question = await judge.ToRequestAsync(request, done.Reply, cancellationToken).ConfigureAwait(false);
            AgentReply? said = null;
            IAsyncEnumerable<ChatEvent> judgement = SpendAsync(question, judge.Budget, (q, token) => SpendAsync(q, budget, answer, token), cancellationToken);
            await foreach (ChatEvent happened in judgement.ConfigureAwait(false))
            {
                if (happened is ChatEvent.Completed completed)
                {
                    said = completed.Reply;
                }
                else
                {
                    yield return happened;
                }
            }

            if (said is not null)
            {
                run.Add(judge.Read(said));
            }
        }

        run.JudgeAsked = null;
        yield return done;
    }

    // A run of many turns could spend all by itself.
    private static ChatRequest Limit(ChatRequest request, decimal most) => request with
    {
        Loop = request.Loop is { } limits ? limits with { MaxCost = most } : null,
        Budget = request.Graph is { } graph ? new Budget(graph.Limits.MaxTokens, most) : request.Budget,
    };

    private async IAsyncEnumerable<ChatEvent> SpendAsync(
        ChatRequest request, EvaluationBudget from, Func<ChatRequest, CancellationToken, IAsyncEnumerable<ChatEvent>> make,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        bool isBounded = request is { Loop: not null } or { Graph: not null };
        decimal? setAside = await from.BeginAsync(request.Model, request.Endpoint.AbsoluteUri, isBounded, cancellationToken).ConfigureAwait(false);
        decimal? cost = null;
        bool isAnswered = isReplayed;
        try
        {
            ChatRequest limited = isBounded && setAside is { } most ? Limit(request, most) : request;
            ChatAttempt tried = new(make(limited, cancellationToken), cancellationToken);
            await using (tried.ConfigureAwait(false))
            {
                while (await tried.MoveNextAsync().ConfigureAwait(false))
                {
                    yield return tried.Current;
                }
            }

            // A call that failed may have been answered, and paid for, before it did.
            cost = tried.Reply is { } reply ? ToSpent(reply) : isReplayed ? null : tried.Failure!.Failure.Cost;
            isAnswered |= tried.Reply is { FromJournal: false } || tried.Failure?.Failure.Spent.Usage is not null;
            if (tried.Reply is { Cost: null, FromJournal: false, Replayed: false, Simulated: false } && from.FindWarning(request.Model) is { } warning)
            {
                yield return new ChatEvent.Warning(warning);
            }

            yield return new ChatEvent.Completed(tried.Reply ?? throw tried.Failure!);
        }
        finally
        {
            from.End(request.Model, setAside, cost, isAnswered);
        }
    }

    // What a journal, a cassette or a simulation answers is paid for, or costs nothing.
    private static decimal? ToSpent(AgentReply reply) => reply is { FromJournal: false, Replayed: false, Simulated: false } ? reply.Cost : null;
}
