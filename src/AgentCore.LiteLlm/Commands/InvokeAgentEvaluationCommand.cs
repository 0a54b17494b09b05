using System.Management.Automation;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Bulk;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Chats;
using AgentCore.LiteLlm.Evaluations;
using AgentCore.LiteLlm.Evaluations.Baselines;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Tools;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Asks agents what the cases beside their blueprints ask, and says which answers are as they should be.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "AgentEvaluation", DefaultParameterSetName = "Path", SupportsShouldProcess = true)]
[OutputType(typeof(EvaluationResult))]
public sealed class InvokeAgentEvaluationCommand : AgentCallCmdlet
{
    private readonly List<(string Path, bool IsLiteral)> _paths = [];
    private EvaluationRun _evaluation = new(isUnordered: false);
    private readonly List<EvaluationReport> _reports = [];
    private EvaluationBaseline? _baseline;
    private EvaluationResult[]? _compared;
    private CassetteDeck? _deck;
    private AgentCalls? _calls;
    private BulkCalls? _bulk;
    private CaseScripts? _scripts;
    private CaseAgents? _agents;
    private CaseRequests? _requests;
    private CaseMistakes? _mistakes;
    private ResolvedModel? _only;
    private long _start;

    /// <summary>
    /// Gets or sets the files of cases, or folders that hold some; wildcards are expanded. Without it, the file beside -Blueprint that its name leads to, such
    /// as agent.cases.yaml beside agent.yaml, or else every *.cases.yaml of the current folder.
    /// </summary>
    [Parameter(ParameterSetName = "Path", Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(CaseFileCompleter))]
    public string[] Path { get; set; } = [];

    /// <summary>Gets or sets the files of cases, taken as they are written.</summary>
    [Parameter(ParameterSetName = "LiteralPath", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CaseFileCompleter))]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>
    /// Gets or sets the blueprint that all cases are asked of, in place of those that their files name: an object of Import-AgentBlueprint, or a path.
    /// </summary>
    [Parameter(Position = 1)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(BlueprintPathCompleter))]
    public override object? Blueprint { get; set; }

    /// <summary>
    /// Gets or sets the model that all cases are asked of, as Resolve-AgentModel writes it, in place of the blueprints that their files name.
    /// </summary>
    [Parameter]
    [ResolvedModel(TakesName = true)]
    [ValidateNotNull]
    public override ResolvedModel? Model { get; set; }

    /// <summary>
    /// Gets or sets the name of the model to ask in place of the <c>model_id</c> of the cases' blueprints, where everything else of them holds.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ModelIdCompleter))]
    public override string? ModelId { get; set; }

    /// <summary>
    /// Gets or sets the number by which equal requests are meant to get equal answers, where the endpoint can: the first run of each case gets it, the second
    /// the next number, and so on.
    /// </summary>
    [Parameter]
    public override int? Seed { get; set; }

    /// <summary>
    /// Gets or sets how much the whole evaluation may cost, judges included, in US dollars: before a call that would exceed it no further one is made, and what
    /// was done is kept; no limit when not given. A call is taken to cost what the dearest of the same model did so far.
    /// </summary>
    [Parameter]
    [ValidateRange(0.0, 1_000_000_000.0)]
    public override decimal? MaxCost { get; set; }

    /// <summary>Gets or sets the names of the cases to run; wildcards are expanded. All when not given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(CaseWordCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Gets or sets the tags of the cases to run: those that have any of them.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CaseWordCompleter))]
    public string[]? CaseTag { get; set; }

    /// <summary>Gets or sets the tags of the cases to leave out.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CaseWordCompleter))]
    public string[]? ExcludeCaseTag { get; set; }

    /// <summary>
    /// Gets or sets the files to which the results are written: as JSON where the name ends with .json, else as JUnit XML, for the test reports of CI systems.
    /// Their folders must be there; an older report is replaced.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FileCompleter))]
    public string[] ReportPath { get; set; } = [];

    /// <summary>
    /// Gets or sets an earlier report as JSON, with which the results are compared: a case then has one result, and fails only where it is worse than before
    /// beyond noise. Cases that the report does not know are judged by themselves.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FileCompleter))]
    public string? BaselinePath { get; set; }

    /// <summary>Gets or sets a value indicating whether the report replaces a file that is no report.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>
    /// Gets or sets your own code that judges answers: a scriptblock for every case, or a hashtable of names of cases and scriptblocks, in which <c>*</c>
    /// stands for every case. It gets the case and the reply, the reply also as <c>$_</c>; an error, <c>$false</c> or text means that the case failed.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public object? Assertion { get; set; }

    /// <inheritdoc cref="InvokeAgentPromptCommand.ThrottleLimit"/>
    [Parameter]
    [ValidateRange(1, 10_000)]
    public int ThrottleLimit { get; set; } = 1;

    /// <inheritdoc cref="InvokeAgentPromptCommand.Unordered"/>
    [Parameter]
    public SwitchParameter Unordered { get; set; }

    /// <inheritdoc cref="InvokeAgentPromptCommand.JournalPath"/>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FileCompleter))]
    public string? JournalPath { get; set; }

    /// <inheritdoc cref="InvokeAgentPromptCommand.JournalFailure"/>
    [Parameter]
    public JournalFailure JournalFailure { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _start = TimeProvider.System.GetTimestamp();
        OpenReports();
        _baseline = ReadBaseline();
        _deck = new CassetteDeck(this);
        ToolSet tools = ToolSet.Read(this, _deck.Tape);
        CallPlanner planner = new(this, CallArguments.Read(this, tools, isStreamed: false), tools);
        _calls = new AgentCalls(this, tools, _deck, JournalPath, JournalFailure);
        CaseCalls cases = new(new EvaluationBudget("The evaluation", MaxCost, ThrottleLimit), _calls.AnswerAsync, _deck.Tape is { IsPlayed: true });
        _calls.Answerer = (request, item, token) => cases.AnswerAsync((CaseRun)item!, request, token);
        _bulk = new BulkCalls(this, _calls, new BulkOptions { ThrottleLimit = ThrottleLimit, IsUnordered = Unordered });
        _evaluation = new EvaluationRun(Unordered, isByCase: _baseline is not null);
        planner.WarnOfHalfCharacter("-System", System);
        _scripts = CaseScripts.Read(Assertion, out string? problem);
        if (problem is not null)
        {
            ThrowTerminatingError(ErrorRecords.AssertionArgumentInvalid(problem));
        }

        if (Blueprint is not null && Model is not null)
        {
            ThrowTerminatingError(ErrorRecords.AgentGivenTwice());
        }

        // What is given once is wrong for every case: the pipeline ends here.
        _only = IsAgentGiven ? planner.FindModel(new FindingWriter(this, ErrorEnds.Pipeline)) : null;
        if (_only is not null)
        {
            TransportArguments.WarnOfSkippedCheck(this, _only.Address);
        }

        _mistakes = new CaseMistakes(this);
        _agents = new CaseAgents(this, planner, _mistakes, _only);
        _requests = new CaseRequests(this, planner, _agents, _scripts!, _mistakes);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() =>
        _paths.AddRange(ParameterSetName == "LiteralPath" ? LiteralPath.Select(p => (p, true)) : Path.Select(p => (p, false)));

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        // Every file and every blueprint is read before the first call: a mistake in the last one must not cost the answers of the others.
        CaseFiles files = new(this, _evaluation, _mistakes!);
        foreach ((string path, bool isLiteral) in _paths.Count > 0 || MyInvocation.ExpectingInput ? _paths : [DefaultPath()])
        {
            files.Read(path, isLiteral);
        }

        files.Choose(ToChoice(), _scripts!);
        foreach (CaseRun run in _evaluation.Runs.Where(r => r.Result is null && r.Case.Skip is null))
        {
            _requests!.Prepare(run);
        }

        _mistakes!.Write();

        foreach (CaseRun run in _evaluation.Runs)
        {
            if (_bulk!.End is { } end && run is { Result: null, Case.Skip: null })
            {
                CaseRequests.Fail(run, end);
            }
            else if (_requests!.Make(run) is { } request)
            {
                Take(_bulk.Begin(request, run));
            }

            Give(run);
        }

        Take(_bulk!.Finish());
        Compare();
        WriteReports();
        SayTotals();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // A pipeline that was stopped comes to no end; its report says so, and nobody hears an error.
            foreach (EvaluationReport report in _reports.Where(r => !r.IsDone))
            {
                report.Write(_evaluation.ToFinal());
            }

            _bulk?.Dispose();
            _calls?.Dispose();
            _deck?.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Take(IEnumerable<CallNews> news)
    {
        foreach (CallNews happened in news)
        {
            switch (happened)
            {
                case CallNews.Answered { Item: CaseRun run, Reply: var reply }:
                    AgentReply shown = OutputTree.Show(reply);
                    run.Judge(reply, shown, _scripts!.Judge(run.Case, shown, new ScriptRun(this), PipelineThread.StopToken));
                    Give(run);
                    break;
                case CallNews.Failed { Item: CaseRun run, Cause: var cause }:
                    run.Fail(cause, run.Answer is { } answer ? OutputTree.Show(answer) : null);
                    Give(run);
                    break;
            }
        }
    }

    // How unlikely a change is by chance is only known when all cases are.
    private void Give(CaseRun run)
    {
        if (_baseline is null)
        {
            WriteObject(_evaluation.Take(run), enumerateCollection: true);
        }
    }

    private EvaluationBaseline? ReadBaseline()
    {
        try
        {
            return BaselinePath is null ? null : EvaluationBaseline.Read(new FilePaths(SessionState).Literal(BaselinePath));
        }
        catch (FileException e)
        {
            ThrowTerminatingError(ErrorRecords.FileNotRead(FileRole.Baseline, e));
            return null;
        }
    }

    private void Compare()
    {
        EvaluationResult[] results = [.. _evaluation.ToResults()];
        if (_baseline is null || results.Length == 0)
        {
            return;
        }

        _compared = [.. _baseline.Compare(results, new FilePaths(SessionState).Folder)];
        if (Array.TrueForAll(_compared, r => r.Baseline is null))
        {
            // A comparison with nothing must not look like one that found nothing.
            ErrorRecord error = ErrorRecords.BaselineUnrelated(BaselinePath!);
            CaseRequests.Fail(_evaluation.AddUnread(new FilePaths(SessionState).Literal(BaselinePath!)), error);
            _compared = [.. _evaluation.ToResults()];
            WriteError(error);
        }

        WriteObject(_compared, enumerateCollection: true);
    }

    private (string Path, bool IsLiteral) DefaultPath() => _only?.Blueprint.Path is { } blueprint
        ? (EvaluationFile.Beside(blueprint), true)
        : (".", true);

    private CaseChoice ToChoice() => new((pattern, name) => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase).IsMatch(name))
    {
        Names = Name,
        Tags = CaseTag,
        ExcludedTags = ExcludeCaseTag ?? [],
    };

    // Before anything that may end the pipeline: an older report that passed must not be taken for this run's.
    private void OpenReports()
    {
        foreach (string path in ReportPath)
        {
            EvaluationReport? report = EvaluationReport.Open(path, new FilePaths(SessionState), Force, out ErrorRecord? error);
            if (error is not null)
            {
                ThrowTerminatingError(error);
            }

            // Asked now, since a pipeline that is stopped cannot be asked any more.
            report!.IsDone = !this.MayActOn(report.Path, "Write a report");
            _reports.Add(report);
        }
    }

    // For whoever looks on. No pipeline gets it, and no file into which a program that started PowerShell writes what it shows.
    private void SayTotals()
    {
        EvaluationResult[] results = _compared ?? [.. _evaluation.ToResults()];
        if (results.Length > 0)
        {
            EvaluationTotals totals = new(results, TimeProvider.System.GetElapsedTime(_start));
            this.Say(new HostInformationMessage { Message = $"{totals}" }, ChatConsole.IsWatched(Host) ? ["PSHOST"] : []);
        }
    }

    private void WriteReports()
    {
        foreach (EvaluationReport report in _reports.Where(r => !r.IsDone))
        {
            if (report.Write(_compared ?? _evaluation.ToFinal()) is { } error)
            {
                WriteError(error);
            }
        }
    }
}
