using System.Collections.Immutable;
using System.Management.Automation;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Evaluations;
using AgentCore.LiteLlm.Routing;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>Finds whom the cases of an evaluation are asked of, and reports each blueprint that cannot be used once.</summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="planner">What resolves models.</param>
/// <param name="only">Whom all cases are asked of; null where each file names its blueprint.</param>
internal sealed class CaseAgents(AgentCallCmdlet cmdlet, CallPlanner planner, ResolvedModel? only)
{
    private readonly FindingWriter _findings = new(cmdlet, ErrorEnds.Item);
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
            _agents[key] = agent = run.Blueprint is null ? ReportMissing(run.Case.File) : Read(run.Blueprint);
        }

        error = agent.Error;
        return agent.Model;
    }

    private (ResolvedModel? Model, ErrorRecord? Error) ReportMissing(string file)
    {
        ErrorRecord error = ErrorRecords.CaseBlueprintMissing(file);
        cmdlet.WriteError(error);
        return (null, error);
    }

    private (ResolvedModel? Model, ErrorRecord? Error) Read(string path)
    {
        if (BlueprintSource.ReadFile(path, strict: false, out ErrorRecord? error, isForCall: true) is not { } read)
        {
            cmdlet.WriteError(error!);
            return (null, error);
        }

        ImmutableArray<Diagnostic> findings = read.Diagnostics;
        ResolvedModel? model = null;
        if (_findings.Check(read, path) is { } blueprint)
        {
            Checked<ResolvedModel> resolved = planner.Resolve(blueprint);
            findings = resolved.Diagnostics;
            model = _findings.Check(resolved, path);
        }

        if (model is null)
        {
            return (null, ErrorRecords.Finding(findings.First(f => f.Severity == DiagnosticSeverity.Error), path));
        }

        TransportArguments.WarnOfSkippedCheck(cmdlet, model.Address);
        return (model, null);
    }
}
