using System.Collections.Immutable;
using System.Management.Automation;
using System.Text.Json;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Conversations;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Evaluations;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Tools;
using AgentCore.LiteLlm.Wire;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>The base of the cmdlet that evaluates agents: asks what cases ask, and turns whatever comes of it into results.</summary>
public abstract class EvaluationCmdlet : BulkCallCmdlet
{
    private readonly Dictionary<string, (ResolvedModel? Model, ErrorRecord? Error)> _agents = new(StringComparer.Ordinal);
    private readonly Dictionary<ResolvedModel, Checked<ChatPlan>> _plans = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);
    private CaseScripts? _scripts;
    private CaseOrder? _order;
    private ScriptRun? _scriptRun;

    /// <summary>Gets or sets your own code that judges answers: a scriptblock for every case, or a hashtable of names of cases and scriptblocks, in which <c>*</c> stands for every case. It gets the case and the reply, the reply also as <c>$_</c>; an error, <c>$false</c> or text means that the case failed.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? Assertion { get; set; }

    /// <summary>Gets what writes findings.</summary>
    private protected FindingWriter Findings => new(this, ErrorEnds.Item);

    /// <summary>Gets every run that is to be made, in order.</summary>
    private protected List<CaseRun> Runs { get; } = [];

    /// <inheritdoc/>
    private protected override void ReadArguments()
    {
        base.ReadArguments();
        OpenJournal();
        WarnOfHalfCharacter("-System", System);
        _scripts = CaseScripts.Read(Assertion, out string? problem);
        if (problem is not null)
        {
            ThrowTerminatingError(ErrorRecords.AssertionArgumentInvalid(problem));
        }

        _order = new CaseOrder(Unordered);
        _scriptRun = new ScriptRun(this);
    }

    /// <summary>Refuses scriptblocks for cases that are not there: they would judge nothing, and nobody would notice.</summary>
    /// <param name="names">The names of all cases, those that are not chosen included.</param>
    private protected void CheckScripts(IReadOnlyCollection<string> names)
    {
        if (_scripts!.Names.FirstOrDefault(n => !names.Contains(n, StringComparer.OrdinalIgnoreCase)) is not { } unknown)
        {
            return;
        }

        string near = NearestName.Find(unknown, [.. names]) is { } meant ? $" Did you mean '{meant}'?" : "";
        ThrowTerminatingError(ErrorRecords.AssertionArgumentInvalid($"-Assertion: there is no case '{Secrets.SecretShapes.Excerpt(unknown)}'.{near}"));
    }

    /// <summary>Makes every run, and writes each result at its turn.</summary>
    /// <param name="only">Whom all are asked; null where each file names its blueprint.</param>
    /// <param name="blueprintOf">Finds the blueprint of a file.</param>
    private protected void MakeRuns(ResolvedModel? only, Func<string, string?> blueprintOf)
    {
        Runs.ForEach(_order!.Add);
        if (only is null)
        {
            // Before the first call, so that a blueprint that cannot be used costs no other its answers.
            foreach (string file in Runs.Where(r => r.Result is null && r.Case.Skip is null).Select(r => r.Case.File).Distinct(StringComparer.Ordinal))
            {
                FindAgent(file, blueprintOf(file));
            }
        }

        foreach (CaseRun run in Runs)
        {
            if (run.Result is null && run.Case.Skip is { } reason)
            {
                run.Skip(reason);
            }

            if (run.Result is null)
            {
                Begin(run, only, blueprintOf);
            }

            Give(run);
        }
    }

    /// <summary>Takes a run that cannot be made into the row.</summary>
    /// <param name="run">The run.</param>
    /// <param name="error">Why.</param>
    private protected static void Fail(CaseRun run, ErrorRecord error) =>
        run.Fail(error.FullyQualifiedErrorId.Split(',')[0], $"{error.ErrorDetails?.Message ?? error.Exception.Message} {error.ErrorDetails?.RecommendedAction}".TrimEnd(), error.Exception);

    /// <inheritdoc/>
    private protected override void Fail(ChatException cause, object? item)
    {
        CaseRun run = (CaseRun)item!;
        run.Fail(cause);
        Give(run);
    }

    /// <inheritdoc/>
    private protected override void Write(AgentChunk chunk)
    {
    }

    /// <inheritdoc/>
    private protected override void Write(AgentReply reply, object? item)
    {
        CaseRun run = (CaseRun)item!;
        AgentReply shown = reply.Output is JsonElement output ? reply with { Output = OutputTree.ToObject(output) } : reply;
        run.Judge(reply, shown, _scripts!.Judge(run.Case, shown, _scriptRun!, StopToken));
        Give(run);
    }

    private void Give(CaseRun run)
    {
        foreach (EvaluationResult result in _order!.Take(run))
        {
            WriteObject(result);
        }
    }

    private void Begin(CaseRun run, ResolvedModel? only, Func<string, string?> blueprintOf)
    {
        (ResolvedModel? model, ErrorRecord? error) = only is null ? FindAgent(run.Case.File, blueprintOf(run.Case.File)) : (only, null);
        if (model is null)
        {
            Fail(run, error!);
            return;
        }

        Checked<ChatPlan> plan = FindPlan(model, run.Case);
        Say(plan.Diagnostics);
        if (!plan.IsUsable || plan.Value is not { } usable)
        {
            run.Fail(plan.Diagnostics.FirstOrDefault(f => f.Severity == DiagnosticSeverity.Error) ?? plan.Diagnostics[0]);
            return;
        }

        if (run.Case.Assertions.IsEmpty && !_scripts!.HasAny(run.Case) && _said.Add($"{run.Case.File}\n{run.Case.Line}"))
        {
            WriteWarning($"{run.Case.File}({run.Case.Line}): the case expects nothing, so that any answer passes. Write what must hold under 'expect', or give -Assertion.");
        }

        ChatRequest request;
        try
        {
            request = usable.ToRequest(new ChatMessage(ChatRole.User, run.Case.Prompt), run.Case.Conversation ?? Before);
        }
        catch (ConversationException e)
        {
            Fail(run, ErrorRecords.ConversationInvalid(e));
            return;
        }

        run.IsProtected = request.Protection is not null;
        string description = UnaskedPrompt is null ? RequestPreview.ToText(request) : $"{RequestPreview.ToText(request)}, {UnaskedPrompt}";
        if (ShouldProcess(description, description, MyInvocation.MyCommand.Name, out ShouldProcessReason reason))
        {
            Begin(request, run);
        }
        else if (reason != ShouldProcessReason.WhatIf)
        {
            run.Skip("It was not confirmed.");
        }
    }

    private Checked<ChatPlan> FindPlan(ResolvedModel model, EvaluationCase one)
    {
        bool isOwn = (one.System is not null && Options.System is null) || one.Variables is not null;
        if (!isOwn && _plans.TryGetValue(model, out Checked<ChatPlan>? known))
        {
            return known;
        }

        // What the caller gives comes before what the file says, as everywhere.
        ImmutableDictionary<string, string>? variables = one.Variables is { } own && Options.Variables is { } given ? own.SetItems(given) : one.Variables ?? Options.Variables;
        Checked<ChatPlan> plan = MakePlan(model, Options with { System = Options.System ?? one.System, Variables = variables });
        if (!isOwn)
        {
            _plans[model] = plan;
        }

        return plan;
    }

    private (ResolvedModel? Model, ErrorRecord? Error) FindAgent(string file, string? blueprint)
    {
        string key = blueprint ?? file;
        if (!_agents.TryGetValue(key, out (ResolvedModel? Model, ErrorRecord? Error) agent))
        {
            agent = blueprint is null ? ReportMissing(file) : ReadAgent(blueprint);
            _agents[key] = agent;
        }

        return agent;
    }

    private (ResolvedModel? Model, ErrorRecord? Error) ReportMissing(string file)
    {
        ErrorRecord error = ErrorRecords.CaseBlueprintMissing(file);
        WriteError(error);
        return (null, error);
    }

    private (ResolvedModel? Model, ErrorRecord? Error) ReadAgent(string path)
    {
        if (BlueprintSource.ReadFile(path, strict: false, out ErrorRecord? error) is not { } read)
        {
            WriteError(error!);
            return (null, error);
        }

        ImmutableArray<Diagnostic> findings = read.Diagnostics;
        ResolvedModel? model = null;
        if (Findings.Check(read, path) is { } blueprint)
        {
            Checked<ResolvedModel> resolved = Resolve(blueprint);
            findings = resolved.Diagnostics;
            model = Findings.Check(resolved, path);
        }

        if (model is null)
        {
            return (null, ErrorRecords.Finding(findings.First(f => f.Severity == DiagnosticSeverity.Error), path));
        }

        TransportArguments.WarnOfSkippedCheck(this, model.Address);
        return (model, null);
    }

    // What forbids a call is in its result; what holds for many cases is said once.
    private void Say(ImmutableArray<Diagnostic> findings)
    {
        foreach (Diagnostic finding in findings)
        {
            string text = $"{finding.Describe()} {finding.Suggestion}".TrimEnd();
            if (finding.Severity == DiagnosticSeverity.Warning && _said.Add(text))
            {
                WriteWarning(text);
            }
            else if (finding.Severity != DiagnosticSeverity.Warning)
            {
                WriteVerbose(finding.Describe());
            }
        }
    }
}
