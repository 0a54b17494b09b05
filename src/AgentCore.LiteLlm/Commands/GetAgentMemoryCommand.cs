using System.Management.Automation;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Memories;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Lists what agents remember: exchanges, and what their models found worth remembering.</summary>
[Cmdlet(VerbsCommon.Get, "AgentMemory")]
[OutputType(typeof(AgentMemory))]
public sealed class GetAgentMemoryCommand : RunCmdlet
{
    private SealingKey? _key;

    /// <summary>Gets or sets the folders of sessions, as -SessionPath of Invoke-AgentPrompt names them.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SessionPath", "PSPath", "LiteralPath")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FileCompleter))]
    public string[] Path { get; set; } = [];

    /// <summary>Gets or sets the actor whose memories are listed, exactly as it was given; those of all when not given.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? ActorId { get; set; }

    /// <summary>Gets or sets the session whose memories are listed, exactly as it was given; those of all when not given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SessionId { get; set; }

    /// <summary>Gets or sets the id of the blueprint whose memories are listed; those of all when not given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AgentId { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _key = SessionArguments.ReadKey(this, SessionKey, SessionKeyVariable);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        KeptMemories kept = new(this, _key);
        foreach (string path in Path)
        {
            foreach (AgentMemory memory in kept.Find(path, AgentId).Where(m => KeptMemories.IsOf(m, ActorId, SessionId)))
            {
                WriteObject(memory);
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _key?.Dispose();
}
