using System.Collections.Immutable;
using System.Management.Automation;
using System.Management.Automation.Host;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Conversations;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Tools;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Talks with an agent line by line: answers are shown as they arrive, and each goes on from what was said before.</summary>
[Cmdlet(VerbsCommon.Enter, "AgentChat", DefaultParameterSetName = BlueprintSet)]
[OutputType(typeof(AgentConversation))]
public sealed class EnterAgentChatCommand : AgentCallCmdlet
{
    private ChatTranscript _transcript = new(AgentConversation.Empty);
    private CallPlanner? _planner;
    private CassetteDeck? _deck;
    private AgentCalls? _calls;
    private ChatPlan? _plan;
    private string? _savedTo;

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
        _calls = new AgentCalls(this, tools, _deck);
        _transcript = new ChatTranscript(_planner.Before);
        _plan = IsAgentGiven ? _planner.Plan(ErrorEnds.Pipeline) : null;
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if ((_plan ?? _planner!.Plan(ErrorEnds.Item)) is not { } plan)
        {
            return;
        }

        ShowLine("/help lists what else can be typed; /exit ends the chat.");
        while (ReadInput() is { } line)
        {
            ChatInput input = ChatInput.Read(line);
            if (input is ChatInput.Exit)
            {
                break;
            }

            Take(input, plan);
        }

        if (PassThru)
        {
            WriteObject(_transcript.Conversation);
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
            _deck?.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Take(ChatInput input, ChatPlan plan)
    {
        switch (input)
        {
            case ChatInput.Said next:
                Answer(next.Text, plan);
                break;
            case ChatInput.Save save:
                Save(save.Path);
                break;
            case ChatInput.Clear:
                _transcript.Clear();
                Keep();
                ShowLine("The conversation begins anew.");
                break;
            case ChatInput.Usage:
                ShowLine(_transcript.Usage.ToString());
                break;
            case ChatInput.Tools:
                ShowLine(_calls!.Tools.Known.Any()
                    ? string.Join('\n', _calls.Tools.Known.Select(t => $"{t.Name}: {t.Description}"))
                    : "The agent has no tools; -Tool gives it some.");
                break;
            case ChatInput.History:
                ImmutableArray<ChatMessage> said = _transcript.Conversation.Messages;
                ShowLine(said.IsEmpty ? "Nothing was said yet." : string.Join('\n', said.Select(ChatInput.Describe)));
                break;
            case ChatInput.Hint { Text.Length: > 0 } hint:
                ShowLine(hint.Text);
                break;
        }
    }

    private void Answer(string text, ChatPlan plan)
    {
        ChatRequest request;
        try
        {
            request = plan.ToRequest(new ChatMessage(ChatRole.User, text), _transcript.Conversation);
        }
        catch (ConversationException e)
        {
            WriteError(ErrorRecords.ConversationInvalid(e));
            return;
        }

        _transcript.Begin();
        using InterruptKey? interrupt = InterruptKey.Start(Host, PipelineThread.StopToken);
        foreach (CallNews happened in _calls!.Send(request, text, interrupt))
        {
            switch (happened)
            {
                case CallNews.Arrived arrived:
                    Write(arrived.Chunk);
                    break;
                case CallNews.Answered answered:
                    Write(answered.Reply);
                    break;
                case CallNews.Failed failed:
                    WriteError(ErrorRecords.CallFailed(failed.Cause, failed.Item));
                    Take(failed.Cause.Failure, request, isStopped: false);
                    break;
                case CallNews.Stopped stopped:
                    ShowLine("The answer was stopped.");
                    Take(stopped.Failure ?? StoppedAt(request), request, isStopped: true);
                    break;
            }
        }
    }

    private void Write(AgentChunk chunk)
    {
        _transcript.Take(chunk);
        if (chunk.Kind == ChunkKind.Text)
        {
            _calls!.Text.Show(chunk);
        }
    }

    private void Write(AgentReply reply)
    {
        if (!_transcript.HasArrived && reply.Text.Length > 0)
        {
            ShowLine(reply.Text);
        }

        _transcript.Take(reply);
        Keep();
    }

    private void Take(ChatFailure end, ChatRequest request, bool isStopped)
    {
        if (_transcript.Take(end, request, isStopped))
        {
            Keep();
        }
    }

    private void Keep()
    {
        if (ConversationVariable is not null)
        {
            SessionState.PSVariable.Set(ConversationVariable, _transcript.Conversation);
        }
    }

    private static ChatFailure StoppedAt(ChatRequest request) =>
        new() { Kind = FailureKind.Cancelled, Summary = "", Endpoint = request.Endpoint.AbsoluteUri, Iterations = 1, UnpricedIterations = 1 };

    private void Save(string? path)
    {
        try
        {
            string file = path is null && _savedTo is not null ? _savedTo : new FilePaths(SessionState).Literal(path ?? "agent-chat.json");
            OutputFile.Write(file, _transcript.Conversation.ToJson(), overwrites: file == _savedTo, isPrivate: true);
            _savedTo = file;
            ShowLine($"Saved to '{file}'; -Conversation takes it up again.");
        }
        catch (FileException e) when (e.Problem == FileProblem.AlreadyThere)
        {
            ShowLine($"{e.Message.TrimEnd('.')}: /save another-name.json");
        }
        catch (FileException e)
        {
            WriteError(ErrorRecords.FileNotWritten(FileRole.Conversation, e));
        }
    }

    private string? ReadInput()
    {
        while (true)
        {
            try
            {
                Host.UI.Write("> ");
                return Host.UI.ReadLine();
            }
            catch (PipelineStoppedException) when (!Stopping)
            {
                // Ctrl+C while typing, in hosts that let the pipeline go on: the line is dropped.
                Host.UI.WriteLine();
            }
            catch (Exception e) when (e is PSInvalidOperationException or HostException or NotImplementedException)
            {
                const string Problem = "Enter-AgentChat needs a host in which somebody can type, and this one does not let it ask.";
                ThrowTerminatingError(ErrorRecords.HostNotInteractive(Problem));
            }
        }
    }

    private void ShowLine(string text) => Host.UI.WriteLine(TerminalText.Show(text));
}
