using System.Collections.Immutable;
using System.Management.Automation;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Conversations;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Evaluations;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>Makes requests of cases, and notes of each run that cannot be made why.</summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="planner">What plans calls.</param>
/// <param name="agents">Whom cases are asked of.</param>
/// <param name="scripts">The user's own code that judges answers.</param>
/// <param name="mistakes">What is told of judges that cannot be asked.</param>
internal sealed class CaseRequests(AgentCallCmdlet cmdlet, CallPlanner planner, CaseAgents agents, CaseScripts scripts, CaseMistakes mistakes)
{
    private readonly JudgeBench _bench = new(
        planner.Options, (model, set) => cmdlet.PipelineThread.Await(token => ProcessClient.Instance.PlanAsync(model, set, token)), new ProcessVariables());

    private readonly Dictionary<EvaluationCase, (ImmutableArray<SeatedJudge> Judges, ImmutableArray<ErrorRecord> Errors)> _seats =
        new(ReferenceEqualityComparer.Instance);
    private readonly CasePlans _plans = new(planner.Options, planner.Plan);
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);

    /// <summary>Finds whom a run asks and who judges, before anything is asked. What speaks against it is told of each case once.</summary>
    /// <param name="run">The run.</param>
    public void Prepare(CaseRun run)
    {
        if (agents.Find(run, out _) is not { } model || run.Case.Judges.IsEmpty)
        {
            return;
        }

        if (!_seats.TryGetValue(run.Case, out (ImmutableArray<SeatedJudge> Judges, ImmutableArray<ErrorRecord> Errors) seats))
        {
            (ImmutableArray<SeatedJudge> judges, ImmutableArray<Diagnostic> problems) = _bench.Seat(run.Case, model);
            _seats[run.Case] = seats = (judges, mistakes.Add(problems, run.Case.File));
        }

        run.Judges = seats.Judges;
        if (!seats.Errors.IsEmpty)
        {
            Fail(run, ErrorRecords.Join(seats.Errors));
        }
    }

    /// <summary>Makes the request of a run.</summary>
    /// <param name="run">The run.</param>
    /// <returns>The request; null where nothing is to be sent, and the run then has its result unless -WhatIf forbids it.</returns>
    public ChatRequest? Make(CaseRun run)
    {
        if (run.Result is null && run.Case.Skip is { } skip)
        {
            run.Skip(skip);
        }

        if (run.Result is not null || FindPlan(run) is not { } plan || ToRequest(plan, run) is not { } request)
        {
            return null;
        }

        run.IsProtected = request.Protection is not null;
        if (planner.MaySend(request, out ShouldProcessReason reason))
        {
            return request;
        }

        if (reason != ShouldProcessReason.WhatIf)
        {
            run.Skip("It was not confirmed.");
        }

        return null;
    }

    /// <summary>Notes why there is no answer.</summary>
    /// <param name="run">The run.</param>
    /// <param name="error">Why.</param>
    public static void Fail(CaseRun run, ErrorRecord error)
    {
        string reason = $"{error.ErrorDetails?.Message ?? error.Exception.Message} {error.ErrorDetails?.RecommendedAction}".TrimEnd();
        run.Fail(error.FullyQualifiedErrorId.Split(',')[0], reason, error.Exception);
    }

    private ChatPlan? FindPlan(CaseRun run)
    {
        if (agents.Find(run, out ErrorRecord? error) is not { } model)
        {
            Fail(run, error!);
            return null;
        }

        Checked<ChatPlan> plan = _plans.Find(model, run.Case);
        Say(plan.Diagnostics);
        if (!plan.IsUsable)
        {
            run.Fail(ParameterAdvice.AddTo(plan.Diagnostics.FirstOrDefault(f => f.Severity == DiagnosticSeverity.Error) ?? plan.Diagnostics[0]));
            return null;
        }

        return plan.Value;
    }

    private ChatRequest? ToRequest(ChatPlan plan, CaseRun run)
    {
        EvaluationCase asked = run.Case;
        if (asked.Assertions.IsEmpty && asked.Judges.IsEmpty && !scripts.HasAny(asked) && _said.Add($"{asked.File}\n{asked.Line}"))
        {
            cmdlet.Warn(
                $"{asked.File}({asked.Line}): the case expects nothing, so that any answer passes. "
                + "Write what must hold under 'expect', or give -Assertion.");
        }

        try
        {
            ChatRequest request = plan.ToRequest(new ChatMessage(ChatRole.User, asked.Prompt), asked.Conversation ?? planner.Before);

            // The same seed for every run of a case would give as many runs the same answer.
            return planner.Options.Controls.Seed is { } seed
                ? request with { Controls = request.Controls with { Seed = unchecked(seed + run.Number - 1) } }
                : request;
        }
        catch (ConversationException e)
        {
            Fail(run, ErrorRecords.ConversationInvalid(e));
            return null;
        }
    }

    // What forbids a call is in its result; what holds for many cases is said once.
    private void Say(ImmutableArray<Diagnostic> findings)
    {
        foreach (Diagnostic finding in findings)
        {
            string text = $"{finding.Describe()} {ParameterAdvice.AddTo(finding).Suggestion}".TrimEnd();
            if (finding.Severity == DiagnosticSeverity.Warning && _said.Add(text))
            {
                cmdlet.Warn(text);
            }
            else if (finding.Severity != DiagnosticSeverity.Warning)
            {
                cmdlet.Tell(finding.Describe());
            }
        }
    }
}
