using System.Text.Json;

namespace AgentCore.LiteLlm.Messages;

/// <summary>A call of a tool that waits for its result. Its name is that of a tool that was offered, and its arguments fit that tool's schema.</summary>
/// <remarks>Whoever pulls the events answers it, before pulling on or later from any thread: the run waits for it, but not beyond its limits.</remarks>
public sealed class PendingToolCall
{
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeProvider _time;
    private readonly long _start;
    private TimeSpan? _duration;
    private ToolResult? _answer;
    private volatile bool _isDeferred;

    internal PendingToolCall(ToolCall call, JsonElement arguments, TimeProvider time, CancellationToken stopToken)
    {
        Call = call;
        Arguments = arguments;
        StopToken = stopToken;
        _time = time;
        _start = time.GetTimestamp();
    }

    /// <summary>Gets the call as the model made it.</summary>
    public ToolCall Call { get; }

    /// <summary>Gets the arguments: a JSON object.</summary>
    public JsonElement Arguments { get; }

    /// <summary>Gets the token that is cancelled when the run's time is over or the caller gives up: the tool should end then.</summary>
    public CancellationToken StopToken { get; }

    /// <summary>Gets how long the tool took; until it has been answered, how long it has been taking.</summary>
    internal TimeSpan Duration => _duration ?? _time.GetElapsedTime(_start);

    /// <summary>Gets the result; until it is there, that there is none.</summary>
    internal ToolResult Result =>
        _answer ?? ToolResult.Error(ToolOutcome.Failed, "no result came before the run was over; what the tool does may have been done.");

    /// <summary>Gets a value indicating whether the result is there.</summary>
    internal bool IsAnswered => _answered.Task.IsCompleted;

    /// <summary>Gets a value indicating whether a person is to decide about the call, after this process perhaps.</summary>
    internal bool IsDeferred => _isDeferred;

    /// <summary>Gets what is written down of the call; null where nothing is.</summary>
    internal ICallRecord? Record { get; set; }

    /// <summary>Leaves the call to a decision that comes later, so that the run waits without a process.</summary>
    /// <param name="fingerprint">What stands for the call as it would be made now.</param>
    internal void Defer(string fingerprint)
    {
        if (Interlocked.CompareExchange(ref _answer, ToolResult.Error(ToolOutcome.NotRun, "the call waits for approval."), null) is null)
        {
            Record?.Defer(fingerprint);
            _isDeferred = true;
            _duration = _time.GetElapsedTime(_start);
            _answered.SetResult();
        }
    }

    /// <summary>Gives the result. Only the first one counts.</summary>
    /// <param name="result">The result.</param>
    public void Answer(ToolResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (Interlocked.CompareExchange(ref _answer, result, null) is null)
        {
            Record?.End(result);
            _duration = _time.GetElapsedTime(_start);
            _answered.SetResult();
        }
    }

    /// <summary>Waits for the result.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal Task WaitAsync(CancellationToken cancellationToken) => _answered.Task.WaitAsync(cancellationToken);
}
