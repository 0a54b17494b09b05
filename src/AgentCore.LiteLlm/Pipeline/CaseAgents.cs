using System.Collections.Immutable;
using System.Management.Automation;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Evaluations;
using AgentCore.LiteLlm.Routing;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>Finds whom the cases of an evaluation are asked of, and reports each blueprint that cannot be used once.</summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="planner">What resolves models.</param>
/// <param name="mistakes">What is told of blueprints that cannot be used.</param>
/// <param name="only">Whom all cases are asked of; null where each file names its blueprint.</param>
internal sealed class CaseAgents(AgentCallCmdlet cmdlet, CallPlanner planner, CaseMistakes mistakes, ResolvedModel? only)
{
    private readonly Dictionary<string, (ResolvedModel? Model, ErrorRecord? Error)> _agents = new(StringComparer.Ordinal);

    /// <summary>Finds whom a case is asked of.</summary>
    /// <param name="run">The run of the case.</param>
    /// <param name="error">Why there is nobody.</param>
    /// <returns>The model, or null with an <paramref name="error"/>.</returns>
    public ResolvedModel? Find(CaseRun run, out ErrorRecord? error)
    {
        error = null;
        if (only is not null)
        {
            return only;
        }

        string key = run.Blueprint ?? run.Case.File;
        if (!_agents.TryGetValue(key, out (ResolvedModel? Model, ErrorRecord? Error) agent))
        {
            _agents[key] = agent = run.Blueprint is null ? Report(ErrorRecords.CaseBlueprintMissing(run.Case.File)) : Read(run.Blueprint);
        }

        error = agent.Error;
        return agent.Model;
    }

    private (ResolvedModel? Model, ErrorRecord? Error) Report(ErrorRecord error)
    {
        mistakes.Add(error);
        return (null, error);
    }

    private (ResolvedModel? Model, ErrorRecord? Error) Read(string path)
    {
        if (BlueprintSource.ReadFile(path, strict: false, out ErrorRecord? error, isForCall: true) is not { } read)
        {
            return Report(error!);
        }

        ImmutableArray<ErrorRecord> errors = mistakes.Add(read.Diagnostics, path);
        if (errors.IsEmpty && planner.Resolve(read.Value!) is var resolved)
        {
            errors = mistakes.Add(resolved.Diagnostics, path);
            if (errors.IsEmpty)
            {
                TransportArguments.WarnOfSkippedCheck(cmdlet, resolved.Value!.Address);
                return (resolved.Value, null);
            }
        }

        return (null, ErrorRecords.Join(errors));
    }
}
