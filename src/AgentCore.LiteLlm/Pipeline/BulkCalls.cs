using System.Management.Automation;
using AgentCore.LiteLlm.Bulk;
using AgentCore.LiteLlm.Chat;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>Makes the calls of a pipeline one after the other, or many at once with a bar that shows how far they are.</summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="calls">What makes one call.</param>
/// <param name="options">How many at once, and in which order their answers come.</param>
internal sealed class BulkCalls(AgentCallCmdlet cmdlet, AgentCalls calls, BulkOptions options) : IDisposable
{
    private BulkRun? _run;
    private BulkProgress? _progress;

    /// <summary>Gets why no further call is begun; null as long as one may be.</summary>
    public ErrorRecord? End { get; private set; }

    /// <summary>Makes a call now, or as soon as there is room for it among those that run; it begins when what comes of it is pulled.</summary>
    /// <param name="request">The call.</param>
    /// <param name="item">The input that is to be answered.</param>
    /// <returns>What comes of it, or has come of others meanwhile.</returns>
    public IEnumerable<CallNews> Begin(ChatRequest request, object? item)
    {
        foreach (CallNews news in options.ThrottleLimit == 1 ? calls.Send(request, item) : Add(request, item))
        {
            yield return news;
        }

        FindEnd();
    }

    /// <summary>Waits for every call to end, and keeps what was recorded.</summary>
    /// <returns>What comes of them until then.</returns>
    public IEnumerable<CallNews> Finish()
    {
        if (_run is { } run && _progress is { } progress)
        {
            progress.IsInputOver = true;
            foreach (CallNews news in Take(run, run.FinishAsync()))
            {
                yield return news;
            }

            cmdlet.ShowProgress(BulkProgress.ToEnd());
        }

        FindEnd();
        calls.Save();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // A pipeline that has had enough does not come to its end.
        if (_run is { } run)
        {
            PipelineThread.Finish(run.DisposeAsync().AsTask());
        }
    }

    private IEnumerable<CallNews> Add(ChatRequest request, object? item)
    {
        PipelineThread thread = cmdlet.PipelineThread;
        BulkRun run = _run ??= new BulkRun(options, thread.StopToken);
        _progress ??= new BulkProgress(TimeProvider.System);
        _progress.Begun++;
        return Take(run, run.AddAsync(new BulkItem(item, request, calls.AnswerAsync(request, item, thread.StopToken))));
    }

    // An error that ended the pipeline would take from a variable every reply that was to go into it.
    private void FindEnd()
    {
        if (End is null && calls.End is { } failure)
        {
            End = ErrorRecords.FileNotWritten(FileRole.Journal, failure);
            cmdlet.WriteError(End);
        }
    }

    private IEnumerable<CallNews> Take(BulkRun run, IAsyncEnumerable<BulkEvent> events)
    {
        foreach (BulkEvent happened in cmdlet.PipelineThread.Pull(events))
        {
            if (calls.Take(happened) is { } news)
            {
                yield return news;
            }

            if (_progress!.Find(happened, run.Running) is { } shown)
            {
                cmdlet.ShowProgress(shown);
            }
        }
    }
}
