using System.Management.Automation;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Reports;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Says whether agent blueprints may be used, or everything that was found in them.</summary>
// Three sources (Path, LiteralPath, Content) by three forms (true or false, Detailed, Report) are nine sets: so PowerShell itself says what does
// not go together, and what each form writes.
[Cmdlet(VerbsDiagnostic.Test, "AgentBlueprint", DefaultParameterSetName = "Path")]
[OutputType(typeof(bool), ParameterSetName = ["Path", "LiteralPath", "Content"])]
[OutputType(typeof(Diagnostic), ParameterSetName = ["PathDetailed", "LiteralPathDetailed", "ContentDetailed"])]
[OutputType(typeof(string), ParameterSetName = ["PathReport", "LiteralPathReport", "ContentReport"])]
public sealed class TestAgentBlueprintCommand : PSCmdlet
{
    private readonly List<Diagnostic> _reported = [];
    private bool _hasFailed;

    /// <summary>Gets or sets the files to check; wildcards are expanded.</summary>
    [Parameter(ParameterSetName = "Path", Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Parameter(ParameterSetName = "PathDetailed", Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Parameter(ParameterSetName = "PathReport", Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(BlueprintPathCompleter))]
    public string[] Path { get; set; } = [];

    /// <summary>Gets or sets the files to check, taken as they are written.</summary>
    [Parameter(ParameterSetName = "LiteralPath", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = "LiteralPathDetailed", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = "LiteralPathReport", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(BlueprintPathCompleter))]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Gets or sets the text of a blueprint, in place of a file.</summary>
    [Parameter(ParameterSetName = "Content", Mandatory = true)]
    [Parameter(ParameterSetName = "ContentDetailed", Mandatory = true)]
    [Parameter(ParameterSetName = "ContentReport", Mandatory = true)]
    [AllowEmptyString]
    [JoinsLines]
    public string Content { get; set; } = "";

    /// <summary>Gets or sets a value indicating whether every warning is an error.</summary>
    [Parameter]
    public SwitchParameter Strict { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether to look as a call would, with the variables that are set: address, key, headers, mode, prompt and schema.
    /// Nothing is sent.
    /// </summary>
    [Parameter]
    public SwitchParameter Resolve { get; set; }

    /// <summary>Gets or sets a value indicating whether to write every finding instead of true or false.</summary>
    [Parameter(ParameterSetName = "PathDetailed", Mandatory = true)]
    [Parameter(ParameterSetName = "LiteralPathDetailed", Mandatory = true)]
    [Parameter(ParameterSetName = "ContentDetailed", Mandatory = true)]
    public SwitchParameter Detailed { get; set; }

    /// <summary>Gets or sets in which form to write every finding down; paths in it are relative to the current folder.</summary>
    [Parameter(ParameterSetName = "PathReport", Mandatory = true)]
    [Parameter(ParameterSetName = "LiteralPathReport", Mandatory = true)]
    [Parameter(ParameterSetName = "ContentReport", Mandatory = true)]
    public ReportFormat As { get; set; }

    // Not by the parameter set: where nothing is piped none is chosen, and a report of nothing is still a report.
    private bool IsReport => MyInvocation.BoundParameters.ContainsKey(nameof(As));

    private string Root => new FilePaths(SessionState).Folder;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName.StartsWith("Content", StringComparison.Ordinal))
        {
            Write(BlueprintReader.Read(Content, BlueprintFile.NoFile, Strict && !Resolve), file: null);
            return;
        }

        BlueprintSource source = new(this, new FindingWriter(this, ErrorEnds.Item));
        bool isLiteral = ParameterSetName.StartsWith("Literal", StringComparison.Ordinal);
        string[] files = [.. isLiteral ? LiteralPath.SelectMany(source.FindLiteral) : Path.SelectMany(source.Find)];

        // A gate that a mistyped folder opens is none.
        _hasFailed |= files.Length == 0;
        foreach (string file in files)
        {
            if (BlueprintSource.ReadFile(file, Strict && !Resolve, out ErrorRecord? error) is { } result)
            {
                Write(result, file);
            }
            else
            {
                _hasFailed = true;
                WriteError(error!);
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (IsReport && As == ReportFormat.Sarif)
        {
            WriteObject(SarifWriter.Write(_reported, Root));
        }

        // As a program would: the step of a workflow ends with it.
        if (IsReport && As == ReportFormat.GitHub)
        {
            SessionState.PSVariable.Set("global:LASTEXITCODE", _hasFailed ? 1 : 0);
        }
    }

    private void Write(Checked<AgentBlueprint> read, string? file)
    {
        Checked<AgentBlueprint> result = ParameterAdvice.AddTo(Resolve ? CallOutlook.Add(read, new ProcessVariables(), Strict) : read);
        _hasFailed |= !result.IsUsable;
        if (IsReport)
        {
            Report(result);
        }
        else if (Detailed)
        {
            WriteObject(result.Diagnostics, enumerateCollection: true);
        }
        else
        {
            foreach (Diagnostic finding in result.Diagnostics)
            {
                this.Tell(finding.ToString());
            }

            WriteObject(file is null ? result.IsUsable : ToVerdict(result.IsUsable, file));
        }
    }

    // Still true or false for whoever asks; who looks at it sees of which file.
    private static PSObject ToVerdict(bool isUsable, string file)
    {
        PSObject verdict = new(isUsable);
        verdict.Properties.Add(new PSNoteProperty("File", file));
        verdict.TypeNames.Insert(0, "AgentCore.LiteLlm.Diagnostics.Verdict");
        return verdict;
    }

    private void Report(Checked<AgentBlueprint> result)
    {
        if (As == ReportFormat.GitHub)
        {
            WriteObject(result.Diagnostics.Select(f => GitHubAnnotations.Write(f, Root)), enumerateCollection: true);
        }
        else
        {
            _reported.AddRange(result.Diagnostics.Concat(result.Suppressed).OrderBy(f => f.Line).ThenBy(f => f.Column));
        }
    }
}
