using System.Management.Automation;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Memories;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Deletes what agents remember: all of an actor or of a session, single memories, or everything.</summary>
[Cmdlet(VerbsCommon.Remove, "AgentMemory", DefaultParameterSetName = ActorSet, SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class RemoveAgentMemoryCommand : RunCmdlet, IDisposable
{
    private const string ActorSet = "Actor";
    private const string MemorySet = "Memory";
    private const string AllSet = "All";

    private readonly PipelineThread _thread = new();
    private SealingKey? _key;

    /// <summary>Gets or sets the folders of sessions, as -SessionPath of Invoke-AgentPrompt names them.</summary>
    [Parameter(ParameterSetName = ActorSet, Mandatory = true, Position = 0)]
    [Parameter(ParameterSetName = AllSet, Mandatory = true, Position = 0)]
    [Alias("SessionPath", "PSPath", "LiteralPath")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FileCompleter))]
    public string[] Path { get; set; } = [];

    /// <summary>Gets or sets the actor whose memories are deleted, exactly as it was given, in whatever namespace they lie.</summary>
    [Parameter(ParameterSetName = ActorSet, Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string ActorId { get; set; } = "";

    /// <summary>Gets or sets the session whose memories are deleted, exactly as it was given; those of all sessions of the actor when not given.</summary>
    [Parameter(ParameterSetName = ActorSet)]
    [ValidateNotNullOrEmpty]
    public string? SessionId { get; set; }

    /// <summary>Gets or sets the id of the blueprint whose memories are deleted; those of all when not given.</summary>
    [Parameter(ParameterSetName = ActorSet)]
    [Parameter(ParameterSetName = AllSet)]
    [ValidateNotNullOrEmpty]
    public string? AgentId { get; set; }

    /// <summary>Gets or sets a value indicating whether everything is deleted that is remembered there, of all actors; this needs no key.</summary>
    [Parameter(ParameterSetName = AllSet, Mandatory = true)]
    public SwitchParameter All { get; set; }

    /// <summary>Gets or sets the memories to delete, as Get-AgentMemory writes them.</summary>
    [Parameter(ParameterSetName = MemorySet, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public AgentMemory[] Memory { get; set; } = [];

    /// <inheritdoc/>
    public void Dispose()
    {
        _key?.Dispose();
        _thread.Dispose();
    }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _key = SessionArguments.ReadKey(this, SessionKey, SessionKeyVariable);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        KeptMemories kept = new(this, _key);
        foreach (AgentMemory memory in Memory)
        {
            kept.Remove(memory.Path, memory.File, _thread, m => m.Id == memory.Id, $"'{memory.ActorId}'");
        }

        foreach (string path in Path)
        {
            string? session = kept.FindSession(path);
            foreach (string file in session is null ? [] : kept.FindFiles(session, AgentId))
            {
                if (All)
                {
                    kept.RemoveAll(session!, file, _thread);
                }
                else
                {
                    kept.Remove(session!, file, _thread, m => KeptMemories.IsOf(m, ActorId, SessionId), $"'{ActorId}'");
                }
            }
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _thread.Stop();
}
