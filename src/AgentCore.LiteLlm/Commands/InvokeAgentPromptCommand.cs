using System.Collections.Immutable;
using System.Management.Automation;
using System.Security;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Bulk;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Conversations;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Runs;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Tools;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Sends prompts to the model of a blueprint and writes the answers.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "AgentPrompt", DefaultParameterSetName = BlueprintSet, SupportsShouldProcess = true)]
[OutputType(typeof(AgentReply), typeof(AgentChunk), typeof(AgentSavedRun))]
public sealed class InvokeAgentPromptCommand : AgentCallCmdlet
{
    private CallPlanner? _planner;
    private BlankPrompts? _blanks;
    private CassetteDeck? _deck;
    private AgentCalls? _calls;
    private BulkCalls? _bulk;
    private ChatPlan? _plan;
    private KeptRuns? _kept;
    private string? _session;
    private ImmutableArray<ContentPart> _attachments = [];

    /// <summary>
    /// Gets or sets the prompt: text, or the Prompt of an object, a row or a hashtable; anything else is refused. Blank lines of a pipeline are passed over.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [PromptText]
    [AllowNull]
    [AllowEmptyString]
    public string Prompt { get; set; } = "";

    /// <summary>Gets or sets a value indicating whether the answer is written piece by piece, as AgentChunk objects, before the AgentReply.</summary>
    [Parameter]
    public SwitchParameter Stream { get; set; }

    /// <summary>Gets or sets a value indicating whether the answer's text is shown in the host as it arrives; only the AgentReply is written.</summary>
    [Parameter]
    public SwitchParameter Live { get; set; }

    /// <summary>
    /// Gets or sets pictures that go with every prompt: paths, http(s) addresses, which are passed on, or bytes. PNG, JPEG, GIF or WebP, up to 20 MiB each.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(FileCompleter))]
    public object? Image { get; set; }

    /// <summary>
    /// Gets or sets documents that go with every prompt: paths, http(s) addresses, which are passed on, or bytes. PDF, UTF-8 text or Office documents, up to 20
    /// MiB each.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(FileCompleter))]
    public object? File { get; set; }

    /// <summary>
    /// Gets or sets how many prompts of the pipeline are answered at once, from 1, which is meant when not given. An endpoint that answers 429 slows all of
    /// them.
    /// </summary>
    [Parameter]
    [ValidateRange(1, 10_000)]
    public int ThrottleLimit { get; set; } = 1;

    /// <summary>Gets or sets a value indicating whether replies are written as they are ready, rather than in the order of the prompts.</summary>
    [Parameter]
    public SwitchParameter Unordered { get; set; }

    /// <summary>
    /// Gets or sets the file to which every finished call is added as one JSON line before its reply is written. A later run with the same file asks only for
    /// what is not in it, and writes the replies it holds as they are. It holds replies in clear, never a prompt or a key.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FileCompleter))]
    public string? JournalPath { get; set; }

    /// <summary>
    /// Gets or sets what becomes of the run when a finished call cannot be added to -JournalPath, since the disk is full for example: Stop, which is meant when
    /// not given, begins no further call and ends with an error; Continue goes on after one warning. No reply is lost either way.
    /// </summary>
    [Parameter]
    public JournalFailure JournalFailure { get; set; }

    /// <summary>
    /// Gets or sets the folder in which each run is kept, in a folder of its own and written after every step, so that Resume-AgentRun can go on with it in
    /// another process, and the folder in which agents remember. Both hold words in clear, or encrypted where a key is given; never a key.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FileCompleter))]
    public string? SessionPath { get; set; }

    /// <summary>
    /// Gets or sets the key by which runs in -SessionPath are encrypted, at least 12 characters; needed where the blueprint asks for personal data to be
    /// filtered.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? SessionKey { get; set; }

    /// <summary>Gets or sets the name of the environment variable that holds the key of -SessionKey.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EnvironmentVariableCompleter))]
    public string? SessionKeyVariable { get; set; }

    /// <summary>
    /// Gets or sets the actor, a user for example, of whom the agent remembers something in -SessionPath where its blueprint has <c>memory</c>; it takes the
    /// place of <c>{actorId}</c> in namespaces, for every prompt of the pipeline.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ActorId { get; set; }

    /// <summary>
    /// Gets or sets the session whose last exchanges the agent is told, where its blueprint has <c>memory</c>; it takes the place of <c>{sessionId}</c> in
    /// namespaces, for every prompt of the pipeline.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SessionId { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether the agent's own model is asked once more after each answer, for what the strategies of the blueprint's
    /// <c>memory</c> are to remember; its tokens and cost count to the reply.
    /// </summary>
    [Parameter]
    public SwitchParameter MemoryUpdate { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (!IsAgentGiven && !MyInvocation.BoundParameters.ContainsKey(nameof(Prompt)))
        {
            // One piped item would else be taken for the agent and for its prompt.
            ThrowTerminatingError(ErrorRecords.PromptMissing());
        }

        _blanks = new BlankPrompts(this);
        _blanks.CheckGiven();
        bool isStreamed = Stream || Live;
        if (ThrottleLimit > 1 && isStreamed)
        {
            ThrowTerminatingError(ErrorRecords.StreamsMixed());
        }

        _deck = new CassetteDeck(this);
        _session = SessionArguments.FindFolder(this, SessionPath);
        ToolSet tools = ToolSet.Read(this, _deck.Tape, isKept: _session is not null);
#pragma warning disable CA2000 // the kept runs dispose of it
        SealingKey? key = _session is null ? null : SessionArguments.ReadKey(this, SessionKey, SessionKeyVariable);
#pragma warning restore CA2000
        _kept = _session is null ? null : new KeptRuns(this, tools, key);
        CallOptions options = CallArguments.Read(this, tools, isStreamed) with
        {
            Memory = MemoryArguments.Read(this, _session, key, ActorId, SessionId, MemoryUpdate),
            CanNameMemory = true,
        };
        _planner = new CallPlanner(this, options, tools);
        _calls = new AgentCalls(this, tools, _deck, JournalPath, JournalFailure, _kept);
        _bulk = new BulkCalls(this, _calls, new BulkOptions { ThrottleLimit = ThrottleLimit, IsUnordered = Unordered });
        _planner.WarnOfHalfCharacter("-System", System);
        _attachments = AttachmentArguments.Read(Image, File, new FilePaths(SessionState), out ErrorRecord? error);
        if (error is not null)
        {
            ThrowTerminatingError(error);
        }

        // What is given once is wrong for every prompt: the pipeline ends here rather than fail each item anew.
        _plan = IsAgentGiven ? _planner.Plan(ErrorEnds.Pipeline) : null;
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!_blanks!.Take(Prompt)
            && _bulk!.End is null
            && (_plan ?? _planner!.Plan(ErrorEnds.Item)) is { } plan
            && ToRequest(plan) is { } request
            && _planner!.MaySend(request, out _)
            && Keep(plan, request))
        {
            _calls!.Write(_bulk.Begin(request, Prompt), Stream, Live);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        _calls!.Write(_bulk!.Finish(), Stream, Live);
        _blanks!.Tell();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _bulk?.Dispose();
            _calls?.Dispose();
            _kept?.Dispose();
            _deck?.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool Keep(ChatPlan plan, ChatRequest request)
    {
        try
        {
            _kept?.Begin(_session!, plan, request);
            return true;
        }
        catch (RunException e)
        {
            WriteError(ErrorRecords.RunUnusable(e, Prompt));
            return false;
        }
    }

    private ChatRequest? ToRequest(ChatPlan plan)
    {
        _planner!.WarnOfHalfCharacter("The prompt", Prompt);
        if (!_attachments.IsEmpty && plan.FindAttachmentWarning() is { } warning)
        {
            this.Warn(warning);
        }

        try
        {
            return plan.ToRequest(new ChatMessage(ChatRole.User, Prompt) { Parts = _attachments }, _planner.Before);
        }
        catch (ConversationException e)
        {
            WriteError(ErrorRecords.ConversationInvalid(e));
            return null;
        }
    }
}
