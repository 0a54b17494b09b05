using System.Management.Automation;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Evaluations;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Routing;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Asks agents what the cases beside their blueprints ask, and says which answers are as they should be.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "AgentEvaluation", DefaultParameterSetName = "Path", SupportsShouldProcess = true)]
[OutputType(typeof(EvaluationResult))]
public sealed class InvokeAgentEvaluationCommand : EvaluationCmdlet
{
    private readonly List<(string Path, bool IsLiteral)> _paths = [];
    private readonly List<EvaluationFile> _files = [];
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private EvaluationReport? _report;
    private ResolvedModel? _only;

    /// <summary>Gets or sets the files of cases, or folders that hold some; wildcards are expanded. Without it, the file beside -Blueprint that its name leads to, such as agent.cases.yaml beside agent.yaml, or else every *.cases.yaml of the current folder.</summary>
    [Parameter(ParameterSetName = "Path", Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Gets or sets the files of cases, taken as they are written.</summary>
    [Parameter(ParameterSetName = "LiteralPath", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Gets or sets the blueprint that all cases are asked of, in place of those that their files name: an object of Import-AgentBlueprint, or a path.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(BlueprintPathCompleter))]
    public override object? Blueprint { get; set; }

    /// <summary>Gets or sets the model that all cases are asked of, as Resolve-AgentModel writes it, in place of the blueprints that their files name.</summary>
    [Parameter]
    [ValidateNotNull]
    public override ResolvedModel? Model { get; set; }

    /// <summary>Gets or sets the names of the cases to run; wildcards are expanded. All when not given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    /// <summary>Gets or sets the tags of the cases to run: those that have any of them.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? CaseTag { get; set; }

    /// <summary>Gets or sets the tags of the cases to leave out.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? ExcludeCaseTag { get; set; }

    /// <summary>Gets or sets the file to which the results are written as JUnit XML, for the test reports of CI systems. Its folder must be there; an older report is replaced.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ReportPath { get; set; }

    /// <summary>Gets or sets a value indicating whether the report replaces a file that is no report.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        // Before anything that may end the pipeline: an older report that passed must not be taken for this run's.
        if (ReportPath is not null)
        {
            _report = EvaluationReport.Open(ReportPath, Paths, Force, out ErrorRecord? error);
            if (error is not null)
            {
                ThrowTerminatingError(error);
            }

            // Asked now, since a pipeline that is stopped cannot be asked any more.
            _report!.IsDone = !ShouldProcess(_report.Path, "Write a JUnit report");
        }

        ReadArguments();
        if (Blueprint is not null && Model is not null)
        {
            ThrowTerminatingError(ErrorRecords.AgentGivenTwice());
        }

        // What is given once is wrong for every case: the pipeline ends here.
        _only = IsAgentGiven ? FindModel(new FindingWriter(this, ErrorEnds.Pipeline)) : null;
        if (_only is not null)
        {
            TransportArguments.WarnOfSkippedCheck(this, _only.Address);
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() =>
        _paths.AddRange(ParameterSetName == "LiteralPath" ? LiteralPath.Select(p => (p, true)) : Path.Select(p => (p, false)));

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        // Every file is read before the first call: a mistake in the last one must not cost those of the others.
        foreach ((string path, bool isLiteral) in _paths.Count > 0 || MyInvocation.ExpectingInput ? _paths : [DefaultPath()])
        {
            string[] found = new CaseFiles(Paths).Find(path, isLiteral, out ErrorRecord? error);
            if (error is not null)
            {
                AddUnread(path, error);
            }

            foreach (string file in found.Where(_read.Add))
            {
                Read(file);
            }
        }

        if (Runs.Count == 0)
        {
            // The cases of a file that cannot be read are not known.
            EvaluationCase[] cases = [.. _files.SelectMany(f => f.Cases)];
            CheckScripts([.. cases.Select(c => c.Name)]);
            CheckChoice(cases);
            WarnOfOtherTag(cases);
        }

        Choose();
        MakeRuns(_only, file => _files.First(f => f.Path == file).Blueprint);
        base.EndProcessing();
        WriteVerbose(string.Join(", ", Runs.GroupBy(r => r.Result?.Outcome).OrderBy(g => g.Key).Select(g => $"{g.Count()} {(g.Key is { } outcome ? $"{outcome}" : "not run")}")));
        WriteReport();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // A pipeline that was stopped comes to no end; its report says so, and nobody hears an error.
        if (disposing && _report is { IsDone: false } report)
        {
            report.Write((Runs.Count == 0 ? [Unread("evaluation")] : Runs).Select(r => r.ToFinal()));
        }

        base.Dispose(disposing);
    }

    private (string Path, bool IsLiteral) DefaultPath() => _only is null
        ? (Paths.Folder, true)
        : _only.Blueprint.Path is { } blueprint ? (EvaluationFile.Beside(blueprint), true)
        : (Paths.Folder, true);

    private void Read(string path)
    {
        try
        {
            Checked<EvaluationFile> read = EvaluationFile.Read(path);
            if (!read.IsUsable)
            {
                Runs.Add(Unread(path));
                Fail(Runs[^1], ErrorRecords.Finding(read.Diagnostics.First(f => f.Severity == DiagnosticSeverity.Error), path));
            }

            if (Findings.Check(read, path) is { } file)
            {
                _files.Add(file);
            }
        }
        catch (FileException e)
        {
            AddUnread(path, ErrorRecords.FileNotRead(FileRole.CaseFile, e));
        }
    }

    // A file whose cases cannot be run is a result too: a run that leaves it out must not look like one that passed.
    private void AddUnread(string path, ErrorRecord error)
    {
        Runs.Add(Unread(path));
        Fail(Runs[^1], error);
        WriteError(error);
    }

    private static CaseRun Unread(string path) => new(new EvaluationCase { Name = global::System.IO.Path.GetFileName(path), Prompt = "", File = path, Line = 0 }, 1);

    private void Choose()
    {
        foreach (EvaluationCase one in _files.SelectMany(f => f.Cases).Where(IsChosen))
        {
            Runs.AddRange(Enumerable.Range(1, one.Repeat).Select(number => new CaseRun(one, number)));
        }

        if (Runs.Count == 0)
        {
            ErrorRecord error = ErrorRecords.EvaluationEmpty(_files.Count == 0 ? "There are no cases to run." : "No case is left to run.");
            AddUnread(_files.Count == 0 ? "evaluation" : _files[0].Path, error);
        }
    }

    // A name or tag that no case has chooses nothing: with others beside it, nobody would notice.
    private void CheckChoice(EvaluationCase[] cases)
    {
        foreach (string name in (Name ?? []).Where(n => cases.Length > 0 && !Array.Exists(cases, c => IsNamed(c, n))))
        {
            AddUnread(_files[0].Path, ErrorRecords.EvaluationEmpty($"No case is called '{Secrets.SecretShapes.Excerpt(name)}'."));
        }

        foreach (string tag in (CaseTag ?? []).Where(t => cases.Length > 0 && !Array.Exists(cases, c => c.Tags.Contains(t, StringComparer.OrdinalIgnoreCase))))
        {
            AddUnread(_files[0].Path, ErrorRecords.EvaluationEmpty($"No case has the tag '{Secrets.SecretShapes.Excerpt(tag)}'."));
        }
    }

    private void WarnOfOtherTag(EvaluationCase[] cases)
    {
        if (CaseTag is null && Tag?.FirstOrDefault(t => Array.Exists(cases, c => c.Tags.Contains(t, StringComparer.OrdinalIgnoreCase))) is { } tag)
        {
            WriteWarning($"-Tag '{tag}' is for the endpoint's cost tracking and chooses no cases; -CaseTag does.");
        }
    }

    private static bool IsNamed(EvaluationCase one, string name) =>
        name.Equals(one.Name, StringComparison.OrdinalIgnoreCase) || WildcardPattern.Get(name, WildcardOptions.IgnoreCase).IsMatch(one.Name);

    private bool IsChosen(EvaluationCase one) =>
        (Name is null || Array.Exists(Name, n => IsNamed(one, n)))
        && (CaseTag is null || one.Tags.Any(t => CaseTag.Contains(t, StringComparer.OrdinalIgnoreCase)))
        && (ExcludeCaseTag is null || !one.Tags.Any(t => ExcludeCaseTag.Contains(t, StringComparer.OrdinalIgnoreCase)));

    private void WriteReport()
    {
        if (_report is { IsDone: false } report && report.Write(Runs.Select(r => r.ToFinal())) is { } error)
        {
            WriteError(error);
        }
    }
}
