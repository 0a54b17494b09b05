using System.Management.Automation;
using AgentCore.LiteLlm.Bulk;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Resilience;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>The base of cmdlets that call an agent: sends requests and writes what happens to the streams it belongs to.</summary>
public abstract class AgentCallCmdlet : AgentPlanCmdlet
{
    private static readonly string[] HostTag = ["PSHOST"];

    private bool _isMidLine;

    /// <summary>Gets or sets how often a call is tried again that failed before its answer began and may succeed later, from 0, which turns retries off; 3 when not given.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    public int MaximumRetryCount { get; set; } = 3;

    /// <summary>Gets or sets the bound of the first wait between tries, in seconds, doubled with each; every wait is random below its bound, and an endpoint's own wish comes first. 1 when not given.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int RetryIntervalSec { get; set; } = 1;

    /// <summary>Gets the journal of finished calls; null when none is kept.</summary>
    private protected virtual Journal? Journal => null;

    /// <summary>Sends a request and hands on everything that happens. A failed call is an error about the item.</summary>
    /// <param name="request">The request.</param>
    /// <param name="item">The input that is being answered.</param>
    private protected void Send(ChatRequest request, object? item)
    {
        try
        {
            foreach (ChatEvent happened in Pull(Answer(request)))
            {
                Write(happened);
            }
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (ChatException e)
        {
            Fail(e, item);
        }
    }

    /// <summary>Makes the stream of what happens in a call; nothing does before it is pulled.</summary>
    /// <param name="request">The request.</param>
    private protected IAsyncEnumerable<ChatEvent> Answer(ChatRequest request)
    {
        RetryOptions retries = new() { MaximumRetryCount = MaximumRetryCount, Interval = TimeSpan.FromSeconds(RetryIntervalSec) };
        return Composition.ProviderFor(request.Mode, Transport, retries, Journal).AnswerAsync(request, StopToken);
    }

    /// <summary>Reports a call that failed.</summary>
    /// <param name="cause">Why.</param>
    /// <param name="item">The input that was to be answered.</param>
    private protected void Fail(ChatException cause, object? item)
    {
        EndLine();
        WriteError(ErrorRecords.CallFailed(cause, item));
    }

    /// <summary>Takes a piece of the answer as it arrives.</summary>
    /// <param name="chunk">The piece.</param>
    private protected abstract void Write(AgentChunk chunk);

    /// <summary>Takes the whole answer.</summary>
    /// <param name="reply">The answer.</param>
    private protected abstract void Write(AgentReply reply);

    /// <summary>Shows text as Write-Host does: at once, and still in a stream that can be silenced or redirected.</summary>
    /// <param name="text">The text, which stays on its line.</param>
    private protected void Show(string text) => Show(text, noNewLine: true);

    /// <summary>Hands on one thing that happened.</summary>
    /// <param name="happened">What happened.</param>
    private protected void Write(ChatEvent happened)
    {
        switch (happened)
        {
            case ChatEvent.Arrived arrived:
                Write(arrived.Chunk);
                break;
            case ChatEvent.Notice notice:
                EndLine();
                WriteVerbose(notice.Message);
                Write(new AgentChunk(ChunkKind.Notice, notice.Message));
                break;
            case ChatEvent.Warning warning:
                EndLine();
                WriteWarning(warning.Message);
                break;
            case ChatEvent.Completed done:
                EndLine();
                Write(done.Reply);
                break;
        }
    }

    private void EndLine()
    {
        if (_isMidLine)
        {
            Show("", noNewLine: false);
        }
    }

    private void Show(string text, bool noNewLine)
    {
        _isMidLine = noNewLine;
        WriteInformation(new HostInformationMessage { Message = text, NoNewLine = noNewLine }, HostTag);
    }
}
