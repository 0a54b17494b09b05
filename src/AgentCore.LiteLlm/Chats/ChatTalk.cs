using System.Collections.Immutable;
using System.Globalization;
using System.Management.Automation;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Conversations;
using AgentCore.LiteLlm.Endpoints;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Terminal;
using AgentCore.LiteLlm.Tools;

namespace AgentCore.LiteLlm.Chats;

/// <summary>A chat with one agent: what is said, and what is done for what is typed.</summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="screen">Where it is typed and shown.</param>
/// <param name="planner">What plans its calls.</param>
/// <param name="calls">What makes them.</param>
/// <param name="plan">The plan to begin with.</param>
/// <param name="chats">Where chats are kept; null keeps none.</param>
internal sealed class ChatTalk(
    AgentCallCmdlet cmdlet, IChatScreen screen, CallPlanner planner, AgentCalls calls, ChatPlan plan, SavedChats? chats)
{
    private const int MostListed = 10;
    private const int ListedLength = 60;

    private static readonly string[] Pictures = [".png", ".jpg", ".jpeg", ".gif", ".webp"];

    private readonly ChatTranscript _transcript = new(planner.Before);
    private readonly ChatFile _file = new(chats, cmdlet.PipelineThread);
    private readonly FilePaths _paths = new(cmdlet.SessionState);

    // Files of this chat's own, which may be written again: by what they are, the one written last.
    private readonly Dictionary<string, string> _written = new(StringComparer.Ordinal);

    private ChatPlan _plan = plan;
    private CallOptions _options = planner.Options;
    private ImmutableArray<ContentPart> _attachments = [];
    private (AgentConversation Before, ChatMessage Message)? _edited;

    /// <summary>Gets or sets what is told of every change of the conversation.</summary>
    public Action<AgentConversation>? Publish { get; init; }

    /// <summary>Gets what was said.</summary>
    public AgentConversation Conversation => _transcript.Conversation;

    /// <summary>Gets what the next line begins with.</summary>
    public string Draft => screen.CanPrefill && _edited is { } edited ? edited.Message.Text : "";

    /// <summary>Says what begins.</summary>
    /// <param name="resumes">Whether the newest saved chat is taken up.</param>
    public void Begin(bool resumes)
    {
        Open();
        if (screen.IsAttended)
        {
            screen.ShowLine($"{_plan.Model.Blueprint.Name} · {Describe(_plan.Model)}{DescribeMode()}", TextStyle.Bold);
            screen.ShowLine("/help lists what can be typed. \\ at the end, Alt+Enter or Ctrl+J goes on in another line. exit or Ctrl+D leaves.", TextStyle.Dim);
        }
        else
        {
            screen.ShowLine("/help lists what else can be typed; /exit ends the chat.");
        }

        if (resumes && Find() is { } found)
        {
            if (found is [var newest, ..])
            {
                Resume(newest);
            }
            else
            {
                screen.ShowLine("No chat of this agent is saved; this is the first one.");
            }
        }
        else if (screen.IsAttended && !_transcript.Conversation.Messages.IsEmpty)
        {
            screen.ShowLine($"It goes on after {_transcript.Conversation}.");
        }
    }

    /// <summary>Says what became of it.</summary>
    public void End()
    {
        if (_file.Path is { } path)
        {
            string without = _file.IsProtected ? " without the personal data that the blueprint protects, and without attachments" : "";
            screen.ShowLine($"Saved to '{path}'{without}. -Resume takes the newest chat up again, /resume any.", TextStyle.Dim);
        }
    }

    /// <summary>Does what was typed.</summary>
    /// <param name="input">What was typed.</param>
    /// <returns>False where the chat ends.</returns>
    public bool Take(ChatInput input)
    {
        (AgentConversation Before, ChatMessage Message)? edited = _edited;
        _edited = null;
        switch (input)
        {
            case ChatInput.Exit:
                return false;
            case ChatInput.Said said when edited is { } old:
                Answer(old.Message with { Text = said.Text, Parts = old.Message.Parts.AddRange(_attachments) }, old.Before);
                break;
            case ChatInput.Said said:
                Answer(new ChatMessage(ChatRole.User, said.Text) { Parts = _attachments }, _transcript.Conversation);
                break;
            case ChatInput.Retry when FindLast() is { } last:
                Answer(last.Message, last.Before);
                break;
            case ChatInput.Edit when FindLast() is { } last:
                Edit(last);
                break;
            case ChatInput.Retry or ChatInput.Edit:
                screen.ShowLine("Nothing was asked yet.");
                break;
            case ChatInput.Model { Name: { } name }:
                ChangeModel(name);
                break;
            case ChatInput.Model:
                screen.ShowLine(Describe(_plan.Model));
                break;
            case ChatInput.SystemMessage { Text: { } text }:
                Change(_plan.Model, _options with { System = text }, "The system message is another one from now on.");
                break;
            case ChatInput.SystemMessage:
                screen.ShowLine(string.IsNullOrEmpty(_plan.System) ? "There is no system message." : _plan.System);
                break;
            case ChatInput.Attach attach:
                Attach(attach.Path);
                break;
            case ChatInput.Fork:
                Fork();
                break;
            case ChatInput.Resume resume:
                Resume(resume.Number);
                break;
            case ChatInput.Save save:
                Write(save.Path, "agent-chat.json", _transcript.Conversation.ToJson(), "/save", "; -Conversation takes it up again");
                break;
            case ChatInput.Export export:
                string title = $"Chat with {_plan.Model.Blueprint.Name}";
                Write(export.Path, "agent-chat.md", ConversationMarkdown.Write(_transcript.Conversation, title), "/export", "");
                break;
            case ChatInput.Clear:
                _transcript.Clear();
                _file.Change(null);
                _attachments = [];
                Publish?.Invoke(_transcript.Conversation);
                screen.ShowLine("The conversation begins anew.");
                break;
            case ChatInput.Raw:
                screen.ShowsMarkdown = !screen.ShowsMarkdown;
                screen.ShowLine(screen.ShowsMarkdown ? "Answers are laid out as their Markdown says." : "Answers are shown as they are written.");
                break;
            case ChatInput.Think:
                screen.ShowsReasoning = !screen.ShowsReasoning;
                screen.ShowLine(screen.ShowsReasoning ? "The model's reasoning is shown." : "The model's reasoning is not shown.");
                break;
            case ChatInput.Usage:
                screen.ShowLine(_transcript.Usage.ToString());
                break;
            case ChatInput.Tools:
                screen.ShowLine(calls.Tools.Known.Any()
                    ? string.Join('\n', calls.Tools.Known.Select(t => $"{t.Name}: {t.Description}"))
                    : "The agent has no tools; -Tool gives it some.");
                break;
            case ChatInput.History:
                ImmutableArray<ChatMessage> messages = _transcript.Conversation.Messages;
                screen.ShowLine(messages.IsEmpty ? "Nothing was said yet." : string.Join('\n', messages.Select(ChatInput.Describe)));
                break;
            case ChatInput.Hint { Text.Length: > 0 } hint:
                screen.ShowLine(hint.Text);
                break;
        }

        return true;
    }

    private void Open() => screen.Open(
        _transcript.Conversation.Messages.Where(m => m.Role == ChatRole.User).Select(m => m.Text),
        new ChatOffers(() => _paths.Folder, () => calls.Tools.Known.Select(t => t.Name), () => FindModels()).Find);

    private void Answer(ChatMessage next, AgentConversation before)
    {
        ChatRequest request;
        try
        {
            request = _plan.ToRequest(next, before);
        }
        catch (ConversationException e)
        {
            Fail(ErrorRecords.ConversationInvalid(e));
            return;
        }

        AgentConversation said = _transcript.Conversation;
        _transcript.Begin();
        using (IInterrupt? interrupt = screen.BeginAnswer(request.Model, cmdlet.PipelineThread.StopToken))
        {
            foreach (CallNews happened in calls.Send(request, next.Text, interrupt))
            {
                Take(happened, request, interrupt);
            }
        }

        // What came to nothing is to be sent again with what belongs to it.
        if (_transcript.Conversation != said)
        {
            _attachments = [];
        }
    }

    private void Take(CallNews happened, ChatRequest request, IInterrupt? interrupt)
    {
        switch (happened)
        {
            case CallNews.Arrived arrived:
                _transcript.Take(arrived.Chunk);
                screen.Show(arrived.Chunk);
                break;
            case CallNews.Answered { Reply: var reply }:
                if (!_transcript.HasArrived && reply.Text.Length > 0)
                {
                    screen.ShowAnswer(reply.Text);
                }

                screen.EndAnswer(reply);
                _transcript.Take(reply);
                Keep(interrupt);
                break;
            case CallNews.Failed failed:
                Fail(ErrorRecords.CallFailed(failed.Cause, failed.Item));
                Take(failed.Cause.Failure, request, isStopped: false, interrupt);
                break;
            case CallNews.Stopped stopped:
                screen.ShowLine("The answer was stopped.", TextStyle.Dim);

                // What stopped the answer does not stop what there is of it from being saved.
                Take(stopped.Failure ?? StoppedAt(request), request, isStopped: true, null);
                break;
        }
    }

    private void Take(ChatFailure end, ChatRequest request, bool isStopped, IInterrupt? interrupt)
    {
        if (_transcript.Take(end, request, isStopped))
        {
            Keep(interrupt);
        }
    }

    private void Keep(IInterrupt? interrupt = null)
    {
        Publish?.Invoke(_transcript.Conversation);
        if (_file.Keep(_plan, _transcript.Conversation, interrupt) is { } problem)
        {
            screen.StepAside();
            cmdlet.Warn($"The chat is not saved: {problem} /save writes it to a file.");
        }
    }

    private static ChatFailure StoppedAt(ChatRequest request) =>
        new() { Kind = FailureKind.Cancelled, Summary = "", Endpoint = request.Endpoint.AbsoluteUri, Iterations = 1, UnpricedIterations = 1 };

    private (AgentConversation Before, ChatMessage Message)? FindLast()
    {
        ImmutableArray<ChatMessage> messages = _transcript.Conversation.Messages;
        for (int at = messages.Length - 1; at >= 0; at--)
        {
            if (messages[at].Role == ChatRole.User)
            {
                return (new AgentConversation(messages[..at]) { Vault = _transcript.Conversation.Vault }, messages[at]);
            }
        }

        return null;
    }

    private void Edit((AgentConversation Before, ChatMessage Message) last)
    {
        _edited = last;
        if (!screen.CanPrefill)
        {
            screen.ShowLine($"What is said next takes the place of: {last.Message.Text}");
        }
    }

    private void ChangeModel(string name)
    {
        screen.StepAside();
        ResolvedModel old = _plan.Model;
        ModelOverrides overrides = new() { ModelId = name, BaseUrl = old.CustomLlmProvider is null ? null : old.BaseUrl };
        if (new FindingWriter(cmdlet, ErrorEnds.Item).Check(planner.Resolve(old.Blueprint, overrides), name) is not { } found)
        {
            return;
        }

        // At the same address the same keys hold, those that were given to Resolve-AgentModel too.
        ResolvedModel next = found.Address != old.Address ? found : found with
        {
            SecretHeaders = old.SecretHeaders,
            HasApiKey = old.HasApiKey,
            HeaderNames = old.HeaderNames,
        };
        Change(next, _options, $"{Describe(next)} answers from now on.");
    }

    private void Change(ResolvedModel model, CallOptions options, string words)
    {
        screen.StepAside();
        if (new FindingWriter(cmdlet, ErrorEnds.Item).Check(planner.Plan(model, options), model.ToString()) is { } next)
        {
            _plan = next;
            _options = options;
            screen.ShowLine(words);
        }
    }

    private void Attach(string? path)
    {
        if (path is null)
        {
            screen.ShowLine(_attachments.IsEmpty
                ? "Nothing goes with the next message; /attach file adds to it."
                : $"With the next message goes: {string.Join(", ", _attachments)}.");
            return;
        }

        bool isPicture = Pictures.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);
        ImmutableArray<ContentPart> read = AttachmentArguments.Read(isPicture ? path : null, isPicture ? null : path, _paths, out ErrorRecord? error);
        if (error is not null)
        {
            Fail(error);
            return;
        }

        if (_plan.FindAttachmentWarning() is { } warning)
        {
            screen.StepAside();
            cmdlet.Warn(warning);
        }

        _attachments = _attachments.AddRange(read);
        screen.ShowLine($"'{path}' goes with the next message.");
    }

    private void Fork()
    {
        string? before = _file.Path;
        _file.Change(null);
        Keep();
        screen.ShowLine(before is null ? "A chat of its own begins here." : $"A chat of its own begins here; '{before}' stays as it is.");
    }

    private void Resume(string? number)
    {
        if (Find() is not { } found)
        {
            return;
        }

        if (number is null)
        {
            screen.ShowLine(found.IsEmpty
                ? "No chat of this agent is saved."
                : string.Join('\n', found.Take(MostListed).Select(Describe).Prepend("/resume and a number takes one up:")));
        }
        else if (int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int place) && place >= 1 && place <= found.Length)
        {
            Resume(found[place - 1]);
        }
        else
        {
            screen.ShowLine($"There is no saved chat {number}; /resume lists them.");
        }
    }

    private void Resume(SavedChat chat)
    {
        if (Read(chat) is not { } conversation)
        {
            return;
        }

        _transcript.TakeUp(conversation);
        _file.Change(chat.Path);
        Publish?.Invoke(conversation);
        Open();
        screen.ShowLine($"This goes on with the chat of {ToTime(chat)}, {conversation}. It ended so:", TextStyle.Dim);
        if (FindLast() is { } last)
        {
            screen.ShowLine("");
            screen.ShowLine($"> {last.Message.Text}", TextStyle.Accent);
            screen.ShowAnswer(conversation.Messages[^1] is { Role: ChatRole.Assistant, Text: var text } ? text : "");
        }
    }

    private ImmutableArray<SavedChat>? Find()
    {
        try
        {
            return chats?.Find(_plan.Model.Blueprint.Id) ?? [];
        }
        catch (FileException e)
        {
            Fail(ErrorRecords.FileNotRead(FileRole.Conversation, e));
            return null;
        }
    }

    private void Fail(ErrorRecord error)
    {
        screen.StepAside();
        cmdlet.WriteError(error);
    }

    private AgentConversation? Read(SavedChat chat)
    {
        try
        {
            return SavedChats.Read(chat);
        }
        catch (FileException e)
        {
            Fail(ErrorRecords.FileNotRead(FileRole.Conversation, e));
        }
        catch (ConversationException e)
        {
            Fail(ErrorRecords.ConversationInvalid(e));
        }

        return null;
    }

    private void Write(string? path, string usual, string text, string command, string more)
    {
        try
        {
            string? before = _written.GetValueOrDefault(command);
            string file = path is null && before is not null ? before : _paths.Literal(path ?? usual);
            OutputFile.Write(file, text, overwrites: file == before, isPrivate: true);
            _written[command] = file;
            screen.ShowLine($"Saved to '{file}'{more}.");
        }
        catch (FileException e) when (e.Problem == FileProblem.AlreadyThere)
        {
            screen.ShowLine($"{e.Message.TrimEnd('.')}: {command} another-name{Path.GetExtension(usual)}");
        }
        catch (FileException e)
        {
            Fail(ErrorRecords.FileNotWritten(FileRole.Conversation, e));
        }
    }

    private ImmutableArray<string> FindModels()
    {
        ResolvedModel model = _plan.Model;
        bool isAskable = _plan.Mode != ExecutionMode.Simulation && (model.SecretHeaders.IsEmpty || !EndpointAddress.IsUnencrypted(model.Address));
        return isAskable ? KnownModels.Find(EndpointQuery.For(model, KnownModels.TimeLimit)) : [];
    }

    private string DescribeMode() =>
        (_plan.Mode == ExecutionMode.Production ? "" : $" · {_plan.Mode.ToString().ToLowerInvariant()}")
            + (_plan.IsProtected ? " · personal data is filtered" : "");

    private static string Describe(ResolvedModel model) => $"{model.ModelId} at {model.BaseUrl}";

    private static string Describe(SavedChat chat, int index)
    {
        string said;
        try
        {
            AgentConversation conversation = SavedChats.Read(chat);
            string first = (conversation.Messages.FirstOrDefault(m => m.Role == ChatRole.User)?.Text ?? "").ReplaceLineEndings(" ");
            said = $"{conversation}: {ToolOutput.Shorten(first, ListedLength)}";
        }
        catch (Exception e) when (e is FileException or ConversationException)
        {
            said = "cannot be read";
        }

        return string.Create(CultureInfo.InvariantCulture, $"{index + 1,3}  {ToTime(chat)}  {said}");
    }

    private static string ToTime(SavedChat chat) => chat.Saved.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
