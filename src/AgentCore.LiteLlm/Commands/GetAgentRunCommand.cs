using System.Management.Automation;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Runs;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Lists runs that are kept in folders, with where they stand, what waits for a decision, and what is uncertain.</summary>
[Cmdlet(VerbsCommon.Get, "AgentRun")]
[OutputType(typeof(AgentSavedRun))]
public sealed class GetAgentRunCommand : RunCmdlet
{
    private SealingKey? _key;

    /// <summary>Gets or sets the folders: of sessions, as -SessionPath names them, or of single runs.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SessionPath", "PSPath", "LiteralPath")]
    [ValidateNotNullOrEmpty]
    [RunPath]
    [ArgumentCompleter(typeof(FileCompleter))]
    public string[] Path { get; set; } = [];

    /// <summary>Gets or sets the states of the runs to list: Running, Interrupted, Pending, Failed or Completed; all when not given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public RunStatus[]? Status { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _key = SessionArguments.ReadKey(this, SessionKey, SessionKeyVariable);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string path in Path)
        {
            try
            {
                foreach (string folder in RunFolder.Find(new FilePaths(SessionState).Literal(path)))
                {
                    Write(folder);
                }
            }
            catch (FileException e)
            {
                WriteError(ErrorRecords.FileNotRead(FileRole.Run, e));
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _key?.Dispose();

    // One that cannot be read hides no other.
    private void Write(string folder)
    {
        try
        {
            AgentSavedRun run = RunFolder.Look(folder, _key);
            if (Status is null || Status.Contains(run.Status))
            {
                WriteObject(run);
            }
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
}
