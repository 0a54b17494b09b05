using System.Collections;
using System.Collections.Specialized;
using System.Management.Automation;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Blueprints.Editing;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Pipeline;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Writes a new blueprint with comments that explain it, its prompt, and the schema for editors beside it.</summary>
[Cmdlet(VerbsCommon.New, "AgentBlueprint", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class NewAgentBlueprintCommand : PSCmdlet
{
    /// <summary>Gets or sets the file to write, taken as it is written; folders on the way are made.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("LiteralPath")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FileCompleter))]
    public string Path { get; set; } = "";

    /// <summary>Gets or sets the agent's id; the name of the file when not given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Id { get; set; }

    /// <summary>Gets or sets the agent's name for people; the id in words when not given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>Gets or sets what the agent does.</summary>
    [Parameter]
    public string Description { get; set; } = "";

    /// <summary>Gets or sets the name of the system prompt; when there is no such file in <c>prompts</c> beside the blueprint, it is made.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PromptRef { get; set; }

    /// <summary>Gets or sets the model's name; <c>${VAR}</c> stands for an environment variable.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ModelIdCompleter))]
    public string? ModelId { get; set; }

    /// <summary>Gets or sets the address of the endpoint; a LiteLLM proxy on this machine when not given, and none when empty.</summary>
    [Parameter]
    [AllowEmptyString]
    public string? BaseUrl { get; set; }

    /// <summary>Gets or sets the name of the environment variable that holds the key, never the key; for servers that want one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EnvironmentVariableCompleter))]
    public string? ApiKeyEnv { get; set; }

    /// <summary>Gets or sets headers, each with the name of the environment variable that holds its value.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary ExtraHeadersEnv { get; set; } = new OrderedDictionary();

    /// <summary>Gets or sets the sampling temperature; 0.3 when not given.</summary>
    [Parameter]
    [ValidateRange(0.0, 2.0)]
    public double? Temperature { get; set; }

    /// <summary>Gets or sets the most tokens an answer may have; 4096 when not given.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? MaxTokens { get; set; }

    /// <summary>
    /// Gets or sets where editors find the schema: an address or a path from the blueprint. When not given, it is written beside the
    /// blueprint.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Schema { get; set; }

    /// <summary>Gets or sets a value indicating whether a file that is there is overwritten. A prompt never is.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string path in new BlueprintSource(this, new FindingWriter(this, ErrorEnds.Item)).FindLiteral(Path))
        {
            if (!IsFree(path))
            {
                continue;
            }

            NewBlueprint blueprint = NewBlueprint.Make(path, ToDraft(path));
            if (IsSound(blueprint) && this.MayActOn(path, $"Write a blueprint ({blueprint.Companions})"))
            {
                Write(blueprint);
            }
        }
    }

    private BlueprintDraft ToDraft(string path)
    {
        BlueprintDraft draft = BlueprintDraft.For(path, Id, Name, PromptRef);
        IEnumerable<DictionaryEntry> headers = ExtraHeadersEnv.Cast<DictionaryEntry>();
        return draft with
        {
            Description = Description,
            ModelId = ModelId ?? draft.ModelId,
            BaseUrl = BaseUrl ?? draft.BaseUrl,
            ApiKeyEnv = ApiKeyEnv,
            // A plain hashtable has no order of its own; the same command should give the same file.
            ExtraHeadersEnv = [.. (ExtraHeadersEnv is IOrderedDictionary ? headers : headers.OrderBy(h => $"{h.Key}", StringComparer.Ordinal)).Select(
                    h => KeyValuePair.Create($"{h.Key}", $"{h.Value}"))],
            Temperature = Temperature ?? draft.Temperature,
            MaxTokens = MaxTokens ?? draft.MaxTokens,
            Schema = Schema ?? draft.Schema,
        };
    }

    private bool IsSound(NewBlueprint blueprint)
    {
        foreach (Diagnostic finding in blueprint.Findings)
        {
            if (finding.Severity == DiagnosticSeverity.Warning)
            {
                this.Warn(finding.Message);
            }
            else
            {
                WriteError(ErrorRecords.ValueInvalid(finding.Message, finding.Suggestion));
            }
        }

        return blueprint.IsSound;
    }

    private bool IsFree(string path)
    {
        try
        {
            NewBlueprint.Check(path, Force);
            return true;
        }
        catch (FileException e)
        {
            WriteError(ErrorRecords.FileNotWritten(FileRole.Blueprint, e));
            return false;
        }
    }

    private void Write(NewBlueprint blueprint)
    {
        try
        {
            blueprint.Write(Force);
            WriteFile(blueprint.Path);
        }
        catch (FileException e)
        {
            WriteError(ErrorRecords.FileNotWritten(FileRole.Blueprint, e));
        }
    }

    // As Get-Item gives it: with the owner, the rights and the folder that PowerShell's view of files shows.
    private void WriteFile(string path)
    {
        string place = $"Microsoft.PowerShell.Core\\FileSystem::{path}";
        WriteObject(InvokeProvider.Item.Get([place], force: true, literalPath: true), enumerateCollection: true);
    }
}
