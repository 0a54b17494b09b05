using System.Management.Automation;
using AgentCore.LiteLlm.Binding;
using AgentCore.LiteLlm.Bulk;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Clients;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Hooks;
using AgentCore.LiteLlm.Observability;
using AgentCore.LiteLlm.Runs;
using AgentCore.LiteLlm.Tools;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>Makes the calls of a pipeline: writes what every cmdlet writes alike, makes the calls of tools, and gives the cmdlet what is left.</summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="tools">The tools that the model may call.</param>
/// <param name="deck">The cassette of the pipeline.</param>
/// <param name="journalPath">The journal of finished calls, as the user wrote its path; null when none is kept.</param>
/// <param name="whenUnwritable">What becomes of the run where an answer cannot be written to the journal.</param>
/// <param name="kept">The runs that are kept; null where none is.</param>
internal sealed class AgentCalls(
    AgentCallCmdlet cmdlet, ToolSet tools, CassetteDeck deck, string? journalPath = null, JournalFailure whenUnwritable = JournalFailure.Stop,
    KeptRuns? kept = null)
    : IDisposable
{
    private readonly AuditLog? _audit = JournalArguments.OpenAudit(cmdlet);
    private readonly BoundHooks _hooks = HookArguments.Read(cmdlet);
    private readonly Journal? _journal = JournalArguments.Open(cmdlet, journalPath, whenUnwritable);

    // The cmdlet's, which disposes of it.
    private PipelineThread Thread => cmdlet.PipelineThread;

    /// <summary>Gets the tools.</summary>
    public ToolSet Tools => tools;

    /// <summary>Gets where it is shown what happens.</summary>
    public ICallView View { get; init; } = new HostView(cmdlet);

    /// <summary>Gets why no further call may be begun; null as long as one may.</summary>
    public FileException? End => _journal?.End;

    /// <summary>Gets or sets what makes more of an item than one call; null where nothing does.</summary>
    public Func<ChatRequest, object?, CancellationToken, IAsyncEnumerable<ChatEvent>>? Answerer { get; set; }

    /// <summary>Makes the stream of what happens for an item; nothing does before it is pulled.</summary>
    /// <param name="request">The call.</param>
    /// <param name="item">The input that is to be answered.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public IAsyncEnumerable<ChatEvent> AnswerAsync(ChatRequest request, object? item, CancellationToken cancellationToken) =>
        AnswerAsync(request, item, isWaitedFor: false, cancellationToken);

    /// <summary>Makes the stream of what happens in a call; nothing does before it is pulled.</summary>
    /// <param name="request">The call.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public IAsyncEnumerable<ChatEvent> AnswerAsync(ChatRequest request, CancellationToken cancellationToken) =>
        AnswerAsync(request, isWaitedFor: false, cancellationToken);

    /// <summary>Makes a call, as far as what comes of it is pulled.</summary>
    /// <param name="request">The call.</param>
    /// <param name="item">The input that is to be answered.</param>
    /// <param name="interrupt">The key by which the user stops the call alone; null where there is none.</param>
    /// <returns>What comes of it.</returns>
    public IEnumerable<CallNews> Send(ChatRequest request, object? item, IInterrupt? interrupt = null)
    {
        using IEnumerator<ChatEvent> events = Thread.Pull(AnswerAsync(request, item, isWaitedFor: true, interrupt?.Token ?? Thread.StopToken)).GetEnumerator();
        bool isOver = false;
        View.EndWait();
        while (!isOver)
        {
            if (Next(out isOver) is { } news)
            {
                yield return news;
            }
        }

        CallNews? Next(out bool isLast)
        {
            isLast = true;
            try
            {
                isLast = !events.MoveNext();
                View.EndWait();
                CallNews? news = isLast ? null : Take(events.Current, request, item, interrupt);
                if (!isLast && events.Current is ChatEvent.Notice notice)
                {
                    View.ShowWait(notice);
                }

                return news;
            }
            catch (OperationCanceledException) when (Thread.StopToken.IsCancellationRequested)
            {
                throw new PipelineStoppedException();
            }
            catch (OperationCanceledException e) when (interrupt is { Token.IsCancellationRequested: true })
            {
                View.EndWait();
                View.EndLine();
                return new CallNews.Stopped((e as RunCancelledException)?.Failure);
            }
            catch (ChatException e)
            {
                View.EndWait();
                View.EndLine();
                return ToNews(e, request, item);
            }
        }
    }

    /// <summary>Takes one of the things that happen to many calls.</summary>
    /// <param name="happened">What happened.</param>
    /// <returns>What the cmdlet has its own use for; null where there is nothing.</returns>
    public CallNews? Take(BulkEvent happened)
    {
        switch (happened)
        {
            case BulkEvent.Happened part:
                return Take(part.Event, part.Item.Request, part.Item.Target, null);
            case BulkEvent.Failed failed:
                View.EndLine();
                return ToNews(failed.Cause, failed.Item.Request, failed.Item.Target);
            default:
                return null;
        }
    }

    /// <summary>Writes what comes of calls: replies, runs that wait, errors, and pieces where they are asked for.</summary>
    /// <param name="news">What comes of them.</param>
    /// <param name="isStreamed">Whether pieces are written as they arrive.</param>
    /// <param name="isLive">Whether text is shown as it arrives.</param>
    public void Write(IEnumerable<CallNews> news, bool isStreamed, bool isLive)
    {
        foreach (CallNews happened in news)
        {
            switch (happened)
            {
                case CallNews.Arrived { Chunk: var chunk }:
                    if (isStreamed)
                    {
                        cmdlet.WriteObject(chunk);
                    }

                    if (isLive)
                    {
                        View.Show(chunk);
                    }

                    break;
                case CallNews.Answered { Reply: var reply }:
                    cmdlet.WriteObject(OutputTree.Show(reply));
                    break;
                case CallNews.Waiting { Run: var run }:
                    cmdlet.WriteObject(run);
                    break;
                case CallNews.Failed failed:
                    cmdlet.WriteError(ErrorRecords.CallFailed(failed.Cause, failed.Item));
                    break;
            }
        }
    }

    /// <summary>Keeps what was recorded.</summary>
    public void Save()
    {
        WriteLog();
        deck.Save();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _journal?.Dispose();
        _audit?.Dispose();
        tools.End(Thread.StopToken.IsCancellationRequested);
    }

    // Others may be made at the same time, and more than one of an item.
    private IAsyncEnumerable<ChatEvent> AnswerAsync(ChatRequest request, object? item, bool isWaitedFor, CancellationToken cancellationToken) =>
        Answerer is { } answer ? answer(request, item, cancellationToken) : AnswerAsync(request, isWaitedFor, cancellationToken);

    private IAsyncEnumerable<ChatEvent> AnswerAsync(ChatRequest request, bool isWaitedFor, CancellationToken cancellationToken)
    {
        CallContext context = new() { Tape = deck.Tape, Journal = _journal, Audit = _audit, Run = kept?.Find(request), IsWaitedFor = isWaitedFor };
        return ProcessClient.Instance.AnswerAsync(request, context, cancellationToken);
    }

    // A run that waits is no failure.
    private CallNews ToNews(ChatException cause, ChatRequest request, object? item) =>
        kept?.End(request, cause.Failure) is { Status: RunStatus.Pending } waiting ? new CallNews.Waiting(waiting) : new CallNews.Failed(cause, item);

    // What a server's program writes for people comes on other threads, which may not write.
    private void WriteLog()
    {
        foreach (string line in tools.TakeLog())
        {
            cmdlet.Tell(line);
        }
    }

    // Pieces of a stream come by the hundred thousand: nothing is made for one that only the rest needs.
    private CallNews? Take(ChatEvent happened, ChatRequest request, object? item, IInterrupt? interrupt) =>
        happened is ChatEvent.Arrived arrived ? new CallNews.Arrived(arrived.Chunk) : TakeOther(happened, request, item, interrupt);

    private CallNews? TakeOther(ChatEvent happened, ChatRequest request, object? item, IInterrupt? interrupt)
    {
        View.EndLine();
        WriteLog();
        switch (happened)
        {
            case ChatEvent.Notice notice:
                cmdlet.Tell(InNode(happened, notice.Message));
                return new CallNews.Arrived(new AgentChunk(ChunkKind.Notice, notice.Message) { Node = happened.Node });
            case ChatEvent.Warning warning:
                cmdlet.Warn(InNode(happened, warning.Message));
                return null;
            case ChatEvent.ToolCalled called:
                View.ShowCall(called.Call);
                tools.Make(called, called.Request ?? request, () => interrupt?.Pause());
                View.AwaitCall(called.Call);
                return null;
            case ChatEvent.HookCalled asked:
                using (interrupt?.Pause())
                {
                    _hooks.Call(asked.Hook, happened.Node);
                }

                return null;
            case ChatEvent.Stepped stepped:
                View.ShowStep(stepped.Step);
                string step = stepped.Step.ToString();
                cmdlet.Tell(stepped.Step.Node is null ? InNode(happened, step) : step);
                return new CallNews.Arrived(new AgentChunk(ChunkKind.Step, step) { Node = happened.Node });
            case ChatEvent.Completed done:
                TellApi(done.Reply);
                kept?.End(request, null);
                if (request.ExpectedModel is { } expected && done.Reply is { Model: { } model, Simulated: false } && model != expected)
                {
                    cmdlet.WriteError(ErrorRecords.LockedModelChanged(expected, model, item));
                }

                return new CallNews.Answered(done.Reply, item);
            default:
                return null;
        }
    }

    private static string InNode(ChatEvent happened, string text) => happened.Node is { } node ? $"[{node}] {text}" : text;

    // Chat completions are what everybody expects.
    private void TellApi(AgentReply reply)
    {
        if (reply.Api == ModelApi.Responses && cmdlet.IsTold())
        {
            cmdlet.Tell($"{reply.Endpoint} answered for model '{reply.RequestedModel}'.");
        }
    }
}
