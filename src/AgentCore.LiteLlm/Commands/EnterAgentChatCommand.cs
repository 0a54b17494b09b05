using System.Management.Automation;
using System.Security;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Chats;
using AgentCore.LiteLlm.Conversations;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Tools;
using AgentCore.LiteLlm.Variables;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Talks with an agent: answers are shown as they arrive, and each goes on from what was said before.</summary>
[Cmdlet(VerbsCommon.Enter, "AgentChat", DefaultParameterSetName = BlueprintSet)]
[OutputType(typeof(AgentConversation))]
public sealed class EnterAgentChatCommand : AgentCallCmdlet
{
    private CallPlanner? _planner;
    private CassetteDeck? _deck;
    private IChatScreen? _screen;
    private AgentCalls? _calls;
    private ChatPlan? _plan;
    private SealingKey? _key;

    /// <summary>Gets or sets a value indicating whether the newest saved chat with the agent is taken up, and goes on in its file.</summary>
    [Parameter]
    public SwitchParameter Resume { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether nothing of the chat is saved. Without it, a chat in which somebody types is saved after every answer, in the
    /// user's folder for data of programs.
    /// </summary>
    [Parameter]
    public SwitchParameter NoSave { get; set; }

    /// <summary>Gets or sets a value indicating whether answers are shown as they are written, rather than laid out as their Markdown says.</summary>
    [Parameter]
    public SwitchParameter NoMarkdown { get; set; }

    /// <summary>Gets or sets a value indicating whether the conversation is written as an object when the chat ends.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Gets or sets the name of a variable that holds the conversation after every answer, however the chat ends.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ConversationVariable { get; set; }

    /// <summary>
    /// Gets or sets the folder in which the agent remembers from one chat to the next, where its blueprint has <c>memory</c>: in clear, or encrypted where a
    /// key is given.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FileCompleter))]
    public string? SessionPath { get; set; }

    /// <summary>
    /// Gets or sets the key by which what is kept in -SessionPath is encrypted, at least 12 characters; needed where the blueprint asks for personal data to be
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
    /// place of <c>{actorId}</c> in namespaces.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ActorId { get; set; }

    /// <summary>
    /// Gets or sets the session whose last exchanges the agent is told, where its blueprint has <c>memory</c>; it takes the place of <c>{sessionId}</c> in
    /// namespaces.
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
        _deck = new CassetteDeck(this);
        ToolSet tools = ToolSet.Read(this, _deck.Tape);
        string? session = SessionArguments.FindFolder(this, SessionPath);
        _key = session is null ? null : SessionArguments.ReadKey(this, SessionKey, SessionKeyVariable);
        CallOptions options = CallArguments.Read(this, tools, isStreamed: true) with
        {
            Memory = MemoryArguments.Read(this, session, _key, ActorId, SessionId, MemoryUpdate),
            CanNameMemory = true,
        };
        _planner = new CallPlanner(this, options, tools);
        _screen = ChatConsole.IsAtHand(Host) ? new TerminalScreen(this, IsColoured()) { ShowsMarkdown = !NoMarkdown } : new HostScreen(this);
        _calls = new AgentCalls(this, tools, _deck) { View = _screen };
        _plan = IsAgentGiven ? _planner.Plan(ErrorEnds.Pipeline) : null;
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if ((_plan ?? _planner!.Plan(ErrorEnds.Item)) is not { } plan)
        {
            return;
        }

        SavedChats? chats = NoSave || (ChatConsole.IsFed && !Resume) ? null : SavedChats.OfUser();
        ChatTalk talk = new(this, _screen!, _planner!, _calls!, plan, chats) { Publish = Publish };
        try
        {
            talk.Begin(Resume);
            while (_screen!.Read(talk.Draft) is { } typed && talk.Take(ChatInput.Read(typed)))
            {
            }

            talk.End();
        }
        finally
        {
            // The next thing that reads the keyboard is not the chat.
            _screen!.Dispose();
        }

        if (PassThru)
        {
            WriteObject(talk.Conversation);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _calls!.Save();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _key?.Dispose();
            _screen?.Dispose();
            _calls?.Dispose();
            _deck?.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Publish(AgentConversation conversation)
    {
        if (ConversationVariable is not null)
        {
            SessionState.PSVariable.Set(ConversationVariable, conversation);
        }
    }

    private bool IsColoured()
    {
        object? style = SessionState.PSVariable.GetValue("PSStyle");
        object? rendering = style is null ? null : PSObject.AsPSObject(style).Properties["OutputRendering"]?.Value;
        return string.IsNullOrEmpty(new ProcessVariables().Find("NO_COLOR")) && $"{rendering}" != "PlainText";
    }
}
