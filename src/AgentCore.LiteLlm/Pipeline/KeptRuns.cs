using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Runs;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Tools;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>The runs of a pipeline that are kept, each with the call that it is.</summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="tools">The tools of the pipeline.</param>
/// <param name="key">What seals what they hold; null leaves it in clear.</param>
internal sealed class KeptRuns(AgentCallCmdlet cmdlet, ToolSet tools, SealingKey? key) : IDisposable
{
    private readonly Dictionary<ChatRequest, DurableRun> _runs = new(ReferenceEqualityComparer.Instance);

    /// <summary>Begins to keep a run.</summary>
    /// <param name="session">The full path of the session's folder.</param>
    /// <param name="plan">The plan of the call.</param>
    /// <param name="request">The call.</param>
    /// <exception cref="RunException">It would hold personal data in clear.</exception>
    public void Begin(string session, ChatPlan plan, ChatRequest request)
    {
        Check(request);
        _runs[request] = DurableRun.New(session, RunSubject.Of(plan, request, tools.Fingerprints), key, TimeProvider.System);
    }

    /// <summary>Lets a run go on.</summary>
    /// <param name="run">The run, which this lets go of.</param>
    /// <param name="plan">The plan of the call, with the agent as it is.</param>
    /// <param name="request">The call, planned anew.</param>
    /// <param name="accepts">Whether it goes on although the agent has changed.</param>
    /// <exception cref="RunException">It may not go on.</exception>
    public void Continue(DurableRun run, ChatPlan plan, ChatRequest request, bool accepts)
    {
        _runs[request] = run;
        Check(request);
        foreach (string change in run.Check(RunSubject.Of(plan, request, tools.Fingerprints), accepts))
        {
            cmdlet.Warn($"The run {run.Id} goes on although {change}.");
        }
    }

    /// <summary>Finds the run that a call is.</summary>
    /// <param name="request">The call.</param>
    /// <returns>The run; null where it is not kept.</returns>
    public DurableRun? Find(ChatRequest request) => _runs.GetValueOrDefault(request);

    /// <summary>Lets go of a run that has come to its end in this process.</summary>
    /// <param name="request">The call.</param>
    /// <param name="failure">Why it has no answer; null where it has one.</param>
    /// <returns>The run as it is kept; null where there is none to look at.</returns>
    public AgentSavedRun? End(ChatRequest request, ChatFailure? failure)
    {
        if (Find(request) is not { } run)
        {
            return null;
        }

        Release(request);
        if (failure is { Kind: FailureKind.ApprovalPending })
        {
            return RunFolder.Look(run.Folder, key);
        }

        if (failure is not null && failure.Kind != FailureKind.SessionFailed && RunFolder.IsRun(run.Folder))
        {
            cmdlet.Warn($"The run is kept: Resume-AgentRun '{run.Folder}' goes on with it.");
        }

        return null;
    }

    /// <summary>Lets go of a run that does not go on.</summary>
    /// <param name="request">The call.</param>
    public void Release(ChatRequest request)
    {
        if (_runs.Remove(request, out DurableRun? run))
        {
            run.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (DurableRun run in _runs.Values)
        {
            run.Dispose();
        }

        key?.Dispose();
    }

    private void Check(ChatRequest request)
    {
        if (key is null && request.All.Any(r => r.Protection is not null))
        {
            throw new RunException(
                RunProblem.KeyRequired,
                "The blueprint asks for personal data to be filtered, and a run that is kept outlives this session: what it holds has to be encrypted.");
        }
    }
}
