using System.Collections;
using System.Management.Automation;
using System.Security;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Runs;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Tools;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Goes on with runs that are kept in folders: nothing that was paid for or done is paid for or done again without being reported.</summary>
[Cmdlet(VerbsLifecycle.Resume, "AgentRun", DefaultParameterSetName = BlueprintSet, SupportsShouldProcess = true)]
[OutputType(typeof(AgentReply), typeof(AgentChunk), typeof(AgentSavedRun))]
public sealed class ResumeAgentRunCommand : AgentCallCmdlet
{
    private CallPlanner? _planner;
    private CassetteDeck? _deck;
#pragma warning disable CA2213 // the calls dispose of the one, the kept runs of the other
    private ToolSet? _tools;
    private SealingKey? _key;
#pragma warning restore CA2213
    private AgentCalls? _calls;
    private KeptRuns? _kept;
    private ChatPlan? _plan;

    /// <summary>Gets or sets the folders of the runs, as Path of Get-AgentRun has them.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("LiteralPath")]
    [ValidateNotNullOrEmpty]
    [RunPath]
    [ArgumentCompleter(typeof(FileCompleter))]
    public string[] Path { get; set; } = [];

    /// <summary>Gets or sets the blueprint that the runs were begun with: an object of Import-AgentBlueprint, or a path.</summary>
    [Parameter(ParameterSetName = BlueprintSet, Mandatory = true, Position = 1)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(BlueprintPathCompleter))]
    public override object? Blueprint { get; set; }

    /// <summary>Gets or sets the model that the runs were begun with, as Resolve-AgentModel writes it.</summary>
    [Parameter(ParameterSetName = ModelSet, Mandatory = true)]
    [ValidateNotNull]
    public override ResolvedModel? Model { get; set; }

    /// <summary>
    /// Gets or sets what becomes of calls of tools that were started and of which no result came: Fail, which is meant when not given, names them and does not
    /// go on; Retry makes them again; Skip tells the model that it is not known. Those of tools that your own list calls idempotent are made again anyway.
    /// </summary>
    [Parameter]
    public UncertainCalls Uncertain { get; set; }

    /// <summary>
    /// Gets or sets the results of open calls, found out by hand: a hashtable of the ids of calls and what the model is told of each; 'node/id' where calls of
    /// several nodes share an id.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? Result { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether runs go on although the agent is not as it was when they were begun; what has changed is said in warnings.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Gets or sets the key by which the runs are encrypted; needed where they are.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? SessionKey { get; set; }

    /// <summary>Gets or sets the name of the environment variable that holds the key of -SessionKey.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EnvironmentVariableCompleter))]
    public string? SessionKeyVariable { get; set; }

    /// <summary>Gets or sets a value indicating whether the answer is written piece by piece, as AgentChunk objects, before the AgentReply.</summary>
    [Parameter]
    public SwitchParameter Stream { get; set; }

    /// <summary>Gets or sets a value indicating whether the answer's text is shown in the host as it arrives; only the AgentReply is written.</summary>
    [Parameter]
    public SwitchParameter Live { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (Conversation is not null)
        {
            ThrowTerminatingError(ErrorRecords.RunArgumentInvalid("A run that goes on has its conversation: leave -Conversation out."));
        }

        _deck = new CassetteDeck(this);
        _tools = ToolSet.Read(this, _deck.Tape, isKept: true);
        _key = SessionArguments.ReadKey(this, SessionKey, SessionKeyVariable);
        _kept = new KeptRuns(this, _tools, _key);
        CallOptions options = CallArguments.Read(this, _tools, Stream || Live) with { Memory = new MemoryOptions("") { Key = _key, IsGivenByRun = true } };
        _planner = new CallPlanner(this, options, _tools);
        _calls = new AgentCalls(this, _tools, _deck, kept: _kept);
        _plan = _planner.Plan(ErrorEnds.Pipeline);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string path in Path)
        {
            ChatRequest? request = null;
            try
            {
                request = TakeUp(new FilePaths(SessionState).Literal(path));
            }
            catch (RunException e)
            {
                WriteError(ErrorRecords.RunUnusable(e, path));
            }
            catch (FileException e)
            {
                WriteError(ErrorRecords.FileNotRead(FileRole.Run, e));
            }

            if (request is not null)
            {
                _calls!.Write(_calls.Send(request, path), Stream, Live);
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _calls!.Save();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _calls?.Dispose();
            _kept?.Dispose();
            _deck?.Dispose();
        }

        base.Dispose(disposing);
    }

    private ChatRequest? TakeUp(string folder)
    {
        if (_plan is null)
        {
            return null;
        }

        DurableRun run = DurableRun.TakeUp(folder, _key, TimeProvider.System);
        ChatRequest request = WithMemory(_plan.ToRequest(""), folder, run.Memory);
        try
        {
            _kept!.Continue(run, _plan, request, Force);
            if (_planner!.MaySend(run.GoOn(request), out _))
            {
                run.Settle(
                    Uncertain, SessionArguments.ReadResults(this, Result), call => _tools!.IsIdempotent(request.FindAgent(call.RunPath), call.Tool!), request);
                return request;
            }

            _kept.Release(request);
            return null;
        }
        catch
        {
            _kept!.Release(request);
            throw;
        }
    }

    // Whose memory it is the run says, and it lies beside the run.
    private static ChatRequest WithMemory(ChatRequest request, string folder, RunMemory? memory)
    {
        string session = global::System.IO.Path.GetDirectoryName(global::System.IO.Path.TrimEndingDirectorySeparator(folder))!;
        return PlannedMemory.With(request, planned => memory is null ? null : planned with
        {
            Folder = MemoryArguments.FolderOf(session),
            Actor = memory.Actor,
            Session = memory.Session,
            Updates = memory.Updates,
        });
    }
}
