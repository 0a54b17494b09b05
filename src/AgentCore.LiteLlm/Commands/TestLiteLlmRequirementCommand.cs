using System.Management.Automation;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Requirements;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Says whether files that install LiteLLM keep to versions that nothing is known against.</summary>
[Cmdlet(VerbsDiagnostic.Test, "LiteLlmRequirement", DefaultParameterSetName = "Path")]
[OutputType(typeof(bool), typeof(RequirementFinding))]
public sealed class TestLiteLlmRequirementCommand : PSCmdlet
{
    /// <summary>Gets or sets the files to check: requirements.txt, pyproject.toml, lock files, Dockerfiles, compose files; wildcards are expanded.</summary>
    [Parameter(ParameterSetName = "Path", Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(FilePatternCompleter))]
    public string[] Path { get; set; } = [];

    /// <summary>Gets or sets the files to check, taken as they are written.</summary>
    [Parameter(ParameterSetName = "LiteralPath", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FileCompleter))]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Gets or sets a value indicating whether to write every finding in place of true or false.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        bool isLiteral = ParameterSetName == "LiteralPath";
        foreach (string path in isLiteral ? LiteralPath : Path)
        {
            foreach (string file in Resolve(path, isLiteral))
            {
                Check(file);
            }
        }
    }

    private string[] Resolve(string path, bool isLiteral)
    {
        try
        {
            FilePaths paths = new(SessionState);
            string[] named = paths.Find(path, isLiteral);
            return !isLiteral && named is [var folder] && Directory.Exists(folder) && RequirementFile.FindIn(folder) is { Length: > 0 } found ? found : named;
        }
        catch (FileException e)
        {
            WriteError(ErrorRecords.FileNotRead(FileRole.Requirement, e));
            return [];
        }
    }

    private void Check(string file)
    {
        RequirementReport report;
        try
        {
            report = RequirementFile.Check(file);
        }
        catch (FileException e)
        {
            WriteError(ErrorRecords.FileNotRead(FileRole.Requirement, e));
            return;
        }

        if (Detailed)
        {
            WriteObject(report.Findings, enumerateCollection: true);
            return;
        }

        foreach (RequirementFinding finding in report.Findings)
        {
            this.Tell(finding.ToString());
        }

        WriteObject(report.IsSafe);
    }
}
