using System.Runtime.CompilerServices;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Costs;

namespace AgentCore.LiteLlm.Evaluations;

/// <summary>Makes the calls of a run of a case: the agent's, and where nothing speaks against its answer those of the judges.</summary>
/// <param name="budget">What all calls may cost.</param>
/// <param name="answer">Makes a call.</param>
internal sealed class CaseCalls(EvaluationBudget budget, Func<ChatRequest, CancellationToken, IAsyncEnumerable<ChatEvent>> answer)
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
        await foreach (ChatEvent happened in SpendAsync(Limit(request), budget, cancellationToken).ConfigureAwait(false))
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
            decimal setAside = judge.Budget.Begin(question.Model, question.Endpoint.AbsoluteUri);
            AgentReply? said = null;
            try
            {
                await foreach (ChatEvent happened in SpendAsync(question, budget, cancellationToken).ConfigureAwait(false))
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
            }
            finally
            {
                judge.Budget.End(question.Model, setAside, ToSpent(said));
            }

            if (said is not null)
            {
                run.Add(judge.Read(said));
            }
        }

        run.JudgeAsked = null;
        yield return done;
    }

    // A run with tools could spend all by itself.
    private ChatRequest Limit(ChatRequest request) => budget.Left is not { } left ? request : request with
    {
        Loop = request.Loop is { } limits ? limits with { MaxCost = left } : null,
        Budget = request.Graph is { } graph ? new Budget(graph.Limits.MaxTokens, left) : request.Budget,
    };

    private async IAsyncEnumerable<ChatEvent> SpendAsync(
        ChatRequest request, EvaluationBudget from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        decimal setAside = from.Begin(request.Model, request.Endpoint.AbsoluteUri);
        AgentReply? reply = null;
        try
        {
            await foreach (ChatEvent happened in answer(request, cancellationToken).ConfigureAwait(false))
            {
                reply = (happened as ChatEvent.Completed)?.Reply;
                if (reply is { Cost: null, FromJournal: false, Replayed: false, Simulated: false } && from.FindWarning(request.Model) is { } warning)
                {
                    yield return new ChatEvent.Warning(warning);
                }

                yield return happened;
            }
        }
        finally
        {
            from.End(request.Model, setAside, ToSpent(reply));
        }
    }

    // What a journal, a cassette or a simulation answers is paid for, or costs nothing.
    private static decimal? ToSpent(AgentReply? reply) => reply is { FromJournal: false, Replayed: false, Simulated: false } ? reply.Cost : null;
}
