using System.Collections.Immutable;
using System.Management.Automation;
using AgentCore.LiteLlm.Bulk;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Tools;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>The base of cmdlets that call an agent: sends requests and writes what happens to the streams it belongs to.</summary>
public abstract class AgentCallCmdlet : CassetteCmdlet
{
    private static readonly string[] HostTag = ["PSHOST"];

    private ToolSet? _tools;
    private bool _isMidLine;

    /// <summary>Gets or sets how often a call is tried again that failed before its answer began and may succeed later, from 0, which turns retries off; 3 when not given.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    public int MaximumRetryCount { get; set; } = 3;

    /// <summary>Gets or sets the bound of the first wait between tries, in seconds, doubled with each; every wait is random below its bound, and an endpoint's own wish comes first. No bound grows beyond 60 s, or beyond this value where it is larger. From 1; 1 when not given.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int RetryIntervalSec { get; set; } = 1;

    /// <summary>Gets or sets the tools that the model may call: names of commands, objects of Get-Command, scriptblocks, or objects of New-AgentTool. Without any, calls that the model makes are in the reply's ToolCalls.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public object[]? Tool { get; set; }

    /// <summary>Gets or sets which calls of tools are made: Ask asks for each, ReadOnly makes those that only read, All makes all, and a scriptblock gets the call as $_ and answers true or false. When not given, commands that support ShouldProcess are asked for.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? ToolApproval { get; set; }

    /// <summary>Gets or sets how many turns the model may take in a run with tools, from 1; the blueprint's <c>runtime.max_iterations</c> when not given, else 5.</summary>
    [Parameter]
    [ValidateRange(1, 10_000)]
    public int MaxIterations { get; set; }

    /// <summary>Gets or sets how many tokens a run with tools may use, prompts and answers together, before it is ended instead of going on; no limit when not given. How long one answer may be is the blueprint's <c>max_tokens</c>.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long MaxTokens { get; set; }

    /// <summary>Gets or sets how much a run with tools may cost, in US dollars, before it is ended instead of going on; no limit when not given.</summary>
    [Parameter]
    [ValidateRange(0.0, 1_000_000_000.0)]
    public decimal? MaxCost { get; set; }

    /// <summary>Gets the token that stops a call.</summary>
    private protected virtual CancellationToken CallToken => StopToken;

    /// <summary>Leaves the keyboard to a question until what is given back is disposed.</summary>
    /// <returns>What takes it back; null when nothing else reads the keyboard.</returns>
    private protected virtual IDisposable? LetUserType() => null;

    /// <summary>Gets the journal of finished calls; null when none is kept.</summary>
    private protected virtual Journal? Journal => null;

    /// <summary>Sends a request and hands on everything that happens. A failed call is an error about the item.</summary>
    /// <param name="request">The request.</param>
    /// <param name="item">The input that is being answered.</param>
    /// <returns>False when the call was stopped and the pipeline goes on.</returns>
    private protected bool Send(ChatRequest request, object? item)
    {
        try
        {
            foreach (ChatEvent happened in Pull(AnswerAsync(request)))
            {
                Write(happened, request, item);
            }
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (OperationCanceledException e) when (CallToken.IsCancellationRequested)
        {
            EndLine();
            TakeEnd((e as RunCancelledException)?.Failure);
            return false;
        }
        catch (ChatException e)
        {
            Fail(e, item);
            TakeEnd(e.Failure);
        }

        return true;
    }

    /// <summary>Makes the stream of what happens in a call; nothing does before it is pulled.</summary>
    /// <param name="request">The request.</param>
    private protected IAsyncEnumerable<ChatEvent> AnswerAsync(ChatRequest request) => ProcessClient.Instance.AnswerAsync(request, Tape, Journal, CallToken);

    /// <summary>Reports a call that failed.</summary>
    /// <param name="cause">Why.</param>
    /// <param name="item">The input that was to be answered.</param>
    private protected virtual void Fail(ChatException cause, object? item)
    {
        EndLine();
        WriteError(ErrorRecords.CallFailed(cause, item));
    }

    /// <summary>Takes what a call had come to that ended without an answer.</summary>
    /// <param name="failure">Why and where it ended; null where it was stopped in its only turn.</param>
    private protected virtual void TakeEnd(ChatFailure? failure)
    {
    }

    /// <summary>Takes a piece of the answer as it arrives.</summary>
    /// <param name="chunk">The piece.</param>
    private protected abstract void Write(AgentChunk chunk);

    /// <summary>Takes the whole answer.</summary>
    /// <param name="reply">The answer.</param>
    /// <param name="item">The input that is answered.</param>
    private protected abstract void Write(AgentReply reply, object? item);

    /// <summary>Gets the tools that the model is told of.</summary>
    private protected ImmutableArray<ToolDefinition> ToolDefinitions => _tools?.Definitions ?? [];

    /// <summary>Shows text as Write-Host does: at once, and still in a stream that can be silenced or redirected.</summary>
    /// <param name="text">The text, which stays on its line.</param>
    private protected void Show(string text) => Show(text, noNewLine: true);

    /// <inheritdoc/>
    private protected override CallOptions Complete(CallOptions options)
    {
        _tools = ReadTools();
        return options with
        {
            Retries = ReadRetries(),
            Tools = _tools?.Definitions ?? [],
            MaxIterations = MaxIterations > 0 ? MaxIterations : null,
            MaxTokens = MaxTokens > 0 ? MaxTokens : null,
            MaxCost = MaxCost,
        };
    }

    // An interval that is longer than the cap of a wait is the user's own wish.
    private RetryOptions ReadRetries()
    {
        RetryOptions retries = new() { MaximumRetryCount = MaximumRetryCount, Interval = TimeSpan.FromSeconds(RetryIntervalSec) };
        return retries.Interval > retries.LongestWait ? retries with { LongestWait = retries.Interval } : retries;
    }

    private ToolSet? ReadTools()
    {
        if (Tools.ToolApproval.Read(ToolApproval) is not { } approval)
        {
            ThrowTerminatingError(ErrorRecords.ToolApprovalInvalid());
            return null;
        }

        ErrorRecord? error = null;
        ImmutableArray<AgentTool> tools = Tool is null ? [] : new ToolFinder(this).FindAll(Tool, out error);
        if (error is not null)
        {
            ThrowTerminatingError(error);
        }

        return tools.IsEmpty ? null : new ToolSet(tools, approval, Host, new ScriptRun(this));
    }

    /// <summary>Hands on one thing that happened.</summary>
    /// <param name="happened">What happened.</param>
    /// <param name="request">The call it happened to.</param>
    /// <param name="item">The input that is being answered.</param>
    private protected void Write(ChatEvent happened, ChatRequest request, object? item)
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
            case ChatEvent.ToolCalled called:
                EndLine();
                called.Call.Answer(_tools!.Call(called.Call, request.SecretVariables, LetUserType));
                break;
            case ChatEvent.Stepped stepped:
                EndLine();
                WriteVerbose(stepped.Step.ToString());
                Write(new AgentChunk(ChunkKind.Step, stepped.Step.ToString()));
                break;
            case ChatEvent.Completed done:
                EndLine();
                Write(done.Reply, item);
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
