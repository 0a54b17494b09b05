using System.Management.Automation;
using AgentCore.LiteLlm.Bulk;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Files;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>The base of cmdlets that call an agent for each item of a pipeline: one after the other, or many at once.</summary>
public abstract class BulkCallCmdlet : AgentCallCmdlet
{
    private BulkRun? _run;
    private BulkProgress? _progress;
    private Journal? _journal;

    /// <summary>Gets or sets how many prompts of the pipeline are answered at once, from 1, which is meant when not given. An endpoint that answers 429 slows all of them.</summary>
    [Parameter]
    [ValidateRange(1, 10_000)]
    public int ThrottleLimit { get; set; } = 1;

    /// <summary>Gets or sets a value indicating whether replies are written as they are ready, rather than in the order of the prompts.</summary>
    [Parameter]
    public SwitchParameter Unordered { get; set; }

    /// <summary>Gets or sets the file to which every finished call is added as one JSON line before its reply is written. A later run with the same file asks only for what is not in it, and writes the replies it holds as they are. It holds replies in clear, never a prompt or a key.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? JournalPath { get; set; }

    /// <inheritdoc/>
    private protected override Journal? Journal => _journal;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_run is { } run && _progress is { } progress)
        {
            progress.IsInputOver = true;
            Take(run, run.FinishAsync());
            WriteProgress(BulkProgress.ToEnd());
        }

        base.EndProcessing();
    }

    /// <summary>Opens the journal, where one is asked for, and refuses what cannot go together.</summary>
    private protected void OpenJournal()
    {
        if (ThrottleLimit > 1 && IsStreamed)
        {
            ThrowTerminatingError(ErrorRecords.StreamsMixed());
        }

        // To open a journal makes it, and mends its end.
        if (JournalPath is null || IsWhatIf)
        {
            return;
        }

        try
        {
            _journal = Bulk.Journal.Open(Paths.Literal(JournalPath), TimeProvider.System);
        }
        catch (JournalException e)
        {
            ThrowTerminatingError(ErrorRecords.JournalInvalid(e, JournalPath));
        }
        catch (FileException e)
        {
            ThrowTerminatingError(ErrorRecords.FileNotRead(FileRole.Journal, e));
        }
    }

    /// <summary>Makes a call now, or as soon as there is room for it among those that run.</summary>
    /// <param name="request">The call.</param>
    /// <param name="item">The input that is to be answered.</param>
    private protected void Begin(ChatRequest request, object? item)
    {
        if (ThrottleLimit == 1)
        {
            Send(request, item);
            return;
        }

        _run ??= new BulkRun(new BulkOptions { ThrottleLimit = ThrottleLimit, IsUnordered = Unordered }, StopToken);
        _progress ??= new BulkProgress(TimeProvider.System);
        _progress.Begun++;
        Take(_run, _run.AddAsync(new BulkItem(item, request, AnswerAsync(request))));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // A pipeline that has had enough does not come to its end.
            if (_run is { } run)
            {
                End(run);
            }

            _journal?.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Take(BulkRun run, IAsyncEnumerable<BulkEvent> events)
    {
        foreach (BulkEvent happened in Pull(events))
        {
            Write(happened);
            if (_progress!.Find(happened, run.Running) is { } progress)
            {
                WriteProgress(progress);
            }
        }
    }

    private void Write(BulkEvent happened)
    {
        switch (happened)
        {
            case BulkEvent.Happened part:
                Write(part.Event, part.Item.Request, part.Item.Target);
                break;
            case BulkEvent.Failed failed:
                Fail(failed.Cause, failed.Item.Target);
                break;
        }
    }
}
