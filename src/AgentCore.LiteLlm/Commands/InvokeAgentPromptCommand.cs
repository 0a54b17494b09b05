using System.Management.Automation;
using System.Text.Json;
using AgentCore.LiteLlm.Bulk;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Pipeline;
using AgentCore.LiteLlm.Wire;

namespace AgentCore.LiteLlm.Commands;

/// <summary>Sends prompts to the model of a blueprint and writes the answers.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "AgentPrompt", DefaultParameterSetName = ModelSet, SupportsShouldProcess = true)]
[OutputType(typeof(AgentReply), typeof(AgentChunk))]
public sealed class InvokeAgentPromptCommand : AgentCallCmdlet
{
    private ChatPlan? _plan;
    private BulkRun? _run;
    private BulkProgress? _progress;
    private Journal? _journal;

    /// <summary>Gets or sets the prompt: text, or the property of that name of an object.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Prompt { get; set; } = "";

    /// <summary>Gets or sets a value indicating whether the answer is written piece by piece, as AgentChunk objects, before the AgentReply.</summary>
    [Parameter]
    public SwitchParameter Stream { get; set; }

    /// <summary>Gets or sets a value indicating whether the answer's text is shown in the host as it arrives; only the AgentReply is written.</summary>
    [Parameter]
    public SwitchParameter Live { get; set; }

    /// <summary>Gets or sets how many prompts of the pipeline are answered at once, from 1, which is meant when not given. An endpoint that answers 429 slows all of them.</summary>
    [Parameter]
    [ValidateRange(1, 10000)]
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
    private protected override bool IsStreamed => Stream || Live;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (!IsAgentGiven && !MyInvocation.BoundParameters.ContainsKey(nameof(Prompt)))
        {
            // One piped item would else be taken for the agent and for its prompt.
            ThrowTerminatingError(ErrorRecords.PromptMissing());
        }

        if (ThrottleLimit > 1 && IsStreamed)
        {
            ThrowTerminatingError(ErrorRecords.StreamsMixed());
        }

        ReadArguments();
        OpenJournal();
        _plan = IsAgentGiven ? ToOnlyPlan() : null;
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if ((_plan ?? ToPlan()) is not { } plan)
        {
            return;
        }

        ChatRequest request = plan.ToRequest(Prompt);
        string description = RequestPreview.ToText(request);
        if (ShouldProcess(description, description, MyInvocation.MyCommand.Name))
        {
            Begin(request);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_run is { } run && _progress is { } progress)
        {
            progress.IsInputOver = true;
            Take(run, run.FinishAsync());
            WriteProgress(progress.ToEnd());
        }
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

    /// <inheritdoc/>
    private protected override void Write(AgentChunk chunk)
    {
        if (Stream)
        {
            WriteObject(chunk);
        }

        if (Live && chunk.Kind == ChunkKind.Text)
        {
            Show(chunk.Text);
        }
    }

    /// <inheritdoc/>
    private protected override void Write(AgentReply reply) =>
        WriteObject(reply.Output is JsonElement output ? reply with { Output = OutputTree.ToObject(output) } : reply);

    private void OpenJournal()
    {
        if (JournalPath is null)
        {
            return;
        }

        string path = GetUnresolvedProviderPathFromPSPath(JournalPath);
        try
        {
            _journal = Bulk.Journal.Open(path, TimeProvider.System);
        }
        catch (JournalException e)
        {
            ThrowTerminatingError(ErrorRecords.JournalInvalid(e, path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            ThrowTerminatingError(ErrorRecords.JournalUnusable(e, path));
        }
    }

    private void Begin(ChatRequest request)
    {
        if (ThrottleLimit == 1)
        {
            Send(request, Prompt);
            return;
        }

        _run ??= new BulkRun(new BulkOptions { ThrottleLimit = ThrottleLimit, IsUnordered = Unordered }, StopToken);
        _progress ??= new BulkProgress(TimeProvider.System);
        _progress.Begun++;
        Take(_run, _run.AddAsync(new BulkItem(Prompt, Answer(request))));
    }

    private void Take(BulkRun run, IAsyncEnumerable<BulkEvent> events)
    {
        try
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
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    private void Write(BulkEvent happened)
    {
        switch (happened)
        {
            case BulkEvent.Happened part:
                Write(part.Event);
                break;
            case BulkEvent.Failed failed:
                Fail(failed.Cause, failed.Item.Target);
                break;
        }
    }
}
