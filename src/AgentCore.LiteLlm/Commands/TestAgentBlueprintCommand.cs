using System.Management.Automation;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Reports;

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
            Write(BlueprintReader.Read(Content, BlueprintFile.NoFile, Strict));
            return;
        }

        BlueprintSource source = new(this, new FindingWriter(this, ErrorEnds.Item));
        bool isLiteral = ParameterSetName.StartsWith("Literal", StringComparison.Ordinal);
        foreach (string file in isLiteral ? LiteralPath.SelectMany(source.FindLiteral) : Path.SelectMany(source.Find))
        {
            if (BlueprintSource.ReadFile(file, Strict, out ErrorRecord? error) is { } result)
            {
                Write(result);
            }
            else
            {
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
    }

    private void Write(Checked<AgentBlueprint> read)
    {
        Checked<AgentBlueprint> result = ParameterAdvice.AddTo(read);
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

            WriteObject(result.IsUsable);
        }
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
