using System.Management.Automation;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Bulk;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Comparison;
using AgentCore.LiteLlm.Evaluations;
using AgentCore.LiteLlm.Evaluations.Reports;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Reports;
using AgentCore.LiteLlm.Runs;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Writes one file for people about what happened: replies, runs, evaluations, journals, changes and errors.</summary>
[Cmdlet(VerbsData.Export, "AgentReport", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo), typeof(string))]
public sealed class ExportAgentReportCommand : RunCmdlet, IDisposable
{
    private readonly PipelineThread _thread = new();
    private readonly List<EvaluationResult> _results = [];
    private readonly List<BlueprintChange> _changes = [];
    private readonly List<string> _journals = [];
    private ReportDraft _draft = new(AgentReportFormat.Html);
    private FilePaths _paths = null!;
    private SealingKey? _key;
    private string? _target;

    /// <summary>
    /// Gets or sets the file to write, taken as it is written; its folder must be there, and an older report is replaced. Without it, the report is written to
    /// the pipeline as text.
    /// </summary>
    [Parameter(Position = 0)]
    [Alias("LiteralPath")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FileCompleter))]
    public string? Path { get; set; }

    /// <summary>
    /// Gets or sets what the report is about: replies of Invoke-AgentPrompt, runs of Get-AgentRun, results of Invoke-AgentEvaluation, changes of
    /// Compare-AgentBlueprint, error records, and files of journals or folders of runs, as Get-Item gives them.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public object?[]? InputObject { get; set; }

    /// <summary>Gets or sets journals of finished calls, as -JournalPath of Invoke-AgentPrompt writes them, that the report is about too.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FileCompleter))]
    public string[] JournalPath { get; set; } = [];

    /// <summary>Gets or sets folders of kept runs, as -SessionPath of Invoke-AgentPrompt names them, or of single runs, that the report is about too.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FileCompleter))]
    public string[] SessionPath { get; set; } = [];

    /// <summary>
    /// Gets or sets as what the report is written: Html, one file that needs no network and no script, or Markdown, for a job's summary. Without it, Markdown
    /// where -Path ends with .md, and Html everywhere else.
    /// </summary>
    [Parameter]
    public AgentReportFormat As { get; set; }

    /// <summary>Gets or sets the heading of the report.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Title { get; set; } = "Agent report";

    /// <summary>
    /// Gets or sets a value indicating whether personal data stays in the report. Without it, what was replaced in calls stays replaced, and what patterns find
    /// besides is replaced too.
    /// </summary>
    [Parameter]
    public SwitchParameter IncludePersonalData { get; set; }

    /// <summary>Gets or sets a value indicating whether the report replaces a file that is no report.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _thread.Dispose();
        _key?.Dispose();
    }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _paths = new FilePaths(SessionState);
        if (!MyInvocation.BoundParameters.ContainsKey(nameof(As)) && System.IO.Path.GetExtension(Path)?.ToUpperInvariant() is ".MD" or ".MARKDOWN")
        {
            As = AgentReportFormat.Markdown;
        }

        _draft = new ReportDraft(As);
        _key = SessionArguments.ReadKey(this, SessionKey, SessionKeyVariable);
        try
        {
            // Before anything is asked that costs: what cannot be written down need not be paid for.
            _target = Path is null ? null : _paths.Literal(Path);
            if (_target is not null)
            {
                ReportFile.Check(_target, Force);
            }
        }
        catch (FileException e)
        {
            ThrowTerminatingError(ErrorRecords.FileNotWritten(FileRole.Report, e));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is null && !MyInvocation.ExpectingInput)
        {
            return;
        }

        foreach (object? item in InputObject ?? [null])
        {
            Add(PlainValue.Of(item));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_results.Count > 0)
        {
            EvaluationSection.AddTo(_draft, _results, _paths.Folder);
        }

        if (_changes.Count > 0)
        {
            ChangeSection.AddTo(_draft, _changes, _paths.Folder);
        }

        foreach (string path in _journals)
        {
            AddJournal(path);
        }

        foreach (string path in JournalPath)
        {
            AddJournal(path);
        }

        foreach (string path in SessionPath)
        {
            AddRuns(path);
        }

        Write();
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _thread.Stop();

    private void Add(object? item)
    {
        switch (item)
        {
            case AgentReply reply:
                _draft.Add(ToCore(reply));
                break;
            case AgentSavedRun run:
                RunSection.AddTo(_draft, run.Reply is null ? run : run with { Reply = ToCore(run.Reply) }, _paths.Folder);
                break;
            case EvaluationResult result:
                _results.Add(ToCore(result));
                break;
            case BlueprintChange change:
                _changes.Add(change);
                break;
            case ErrorRecord { Exception: ChatException failed } record:
                _draft.Add(failed.Failure, PlainValue.Of(record.TargetObject) as string ?? "");
                break;
            case ErrorRecord record:
                _draft.Add(record.FullyQualifiedErrorId.Split(',')[0], record.ToString(), record.ErrorDetails?.RecommendedAction);
                break;
            case DirectoryInfo folder:
                AddRuns(folder.FullName);
                break;
            case FileInfo file:
                _journals.Add(file.FullName);
                break;

            // Pieces of answers, and what other streams bring that are merged into this one.
            case AgentChunk or InformationalRecord or InformationRecord:
                break;
            case var other:
                WriteError(ErrorRecords.NotForAReport(other));
                break;
        }
    }

    private void AddJournal(string path)
    {
        try
        {
            JournalSection.AddTo(_draft, _paths.Literal(path), _paths.Folder);
        }
        catch (FileException e)
        {
            WriteError(ErrorRecords.FileNotRead(FileRole.Journal, e));
        }
    }

    private void AddRuns(string path)
    {
        try
        {
            foreach (string folder in RunFolder.Find(_paths.Literal(path)))
            {
                AddRun(folder);
            }
        }
        catch (FileException e)
        {
            WriteError(ErrorRecords.FileNotRead(FileRole.Run, e));
        }
    }

    // One that cannot be read hides no other.
    private void AddRun(string folder)
    {
        try
        {
            Add(RunFolder.Look(folder, _key));
        }
        catch (RunException e)
        {
            WriteError(ErrorRecords.RunUnusable(e, folder));
        }
        catch (FileException e)
        {
            WriteError(ErrorRecords.FileNotRead(FileRole.Run, e));
        }
    }

    private void Write()
    {
        ReportDocument report = _thread.Await(token => _draft.FinishAsync(Title, TimeProvider.System.GetUtcNow(), IncludePersonalData, token));
        string text = As == AgentReportFormat.Markdown ? MarkdownReport.Write(report) : HtmlReport.Write(report);
        if (_target is null)
        {
            WriteObject(text);
            return;
        }

        if (!this.MayActOn(_target, "Write a report"))
        {
            return;
        }

        try
        {
            ReportFile.Write(_target, text, isPrivate: IncludePersonalData);
            WriteObject(InvokeProvider.Item.Get([_target], force: true, literalPath: true), enumerateCollection: true);
        }
        catch (FileException e)
        {
            WriteError(ErrorRecords.FileNotWritten(FileRole.Report, e));
        }
    }

    private static EvaluationResult ToCore(EvaluationResult result) => result with
    {
        Reply = result.Reply is null ? null : ToCore(result.Reply),
        RunResults = [.. result.RunResults.Select(ToCore)],
    };

    // Structured output that cannot be JSON is text of somebody's own, and not shown.
    private static AgentReply ToCore(AgentReply reply) =>
        reply.Output is null ? reply : reply with { Output = JsonArguments.ToJson(reply.Output, out _) };
}
