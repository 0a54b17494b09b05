using System.Management.Automation;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Pipeline;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Reads agent blueprints and reports every mistake in them with its line and column.</summary>
[Cmdlet(VerbsData.Import, "AgentBlueprint", DefaultParameterSetName = "Path")]
[OutputType(typeof(AgentBlueprint))]
public sealed class ImportAgentBlueprintCommand : PSCmdlet
{
    /// <summary>Gets or sets the files to read; wildcards are expanded.</summary>
    [Parameter(ParameterSetName = "Path", Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(BlueprintPathCompleter))]
    public string[] Path { get; set; } = [];

    /// <summary>Gets or sets the files to read, taken as they are written.</summary>
    [Parameter(ParameterSetName = "LiteralPath", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(BlueprintPathCompleter))]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Gets or sets the text of a blueprint, in place of a file.</summary>
    [Parameter(ParameterSetName = "Content", Mandatory = true)]
    [AllowEmptyString]
    [JoinsLines]
    public string Content { get; set; } = "";

    /// <summary>Gets or sets a value indicating whether every warning is an error.</summary>
    [Parameter]
    public SwitchParameter Strict { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        FindingWriter findings = new(this, ErrorEnds.Item);
        BlueprintSource source = new(this, findings);
        switch (ParameterSetName)
        {
            case "Path":
                WriteObject(source.ReadFiles(Path.SelectMany(source.Find), Strict), enumerateCollection: true);
                break;
            case "LiteralPath":
                WriteObject(source.ReadFiles(LiteralPath.SelectMany(source.FindLiteral), Strict), enumerateCollection: true);
                break;
            default:
                if (findings.Check(BlueprintReader.Read(Content, BlueprintFile.NoFile, Strict), BlueprintFile.NoFile) is { } blueprint)
                {
                    WriteObject(blueprint);
                }

                break;
        }
    }
}
