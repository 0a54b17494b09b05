using System.Management.Automation;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Chats;
using AgentCore.LiteLlm.Conversations;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Planning;
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

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _deck = new CassetteDeck(this);
        ToolSet tools = ToolSet.Read(this, _deck.Tape);
        _planner = new CallPlanner(this, CallArguments.Read(this, tools, isStreamed: true), tools);
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
