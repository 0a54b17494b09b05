using System.Collections.Immutable;
using System.Management.Automation;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Pipeline;

namespace AgentCore.LiteLlm.Hooks;

/// <summary>What a hook is told. Its methods and its Result change what happens next; a hook that calls none lets the run go on.</summary>
public sealed class AgentHookEvent
{
    private readonly PendingHook _pending;
    private string? _result;

    internal AgentHookEvent(PendingHook pending)
    {
        _pending = pending;
        _result = pending.Result?.Text;
    }

    /// <summary>Gets the hook's name in the blueprint.</summary>
    public string Hook => _pending.Name;

    /// <summary>Gets the node of a graph in which it is called; null where there is no graph.</summary>
    public string? Node { get; internal init; }

    /// <summary>Gets when it is called.</summary>
    public HookPoint Point => _pending.Point;

    /// <summary>Gets the turn of the model, from 1.</summary>
    public int Iteration => _pending.Iteration;

    /// <summary>Gets the conversation so far.</summary>
    public ImmutableArray<ChatMessage> Messages => _pending.Messages;

    /// <summary>Gets what the model said, after its turn; null otherwise.</summary>
    public AgentReply? Reply => _pending.Reply;

    /// <summary>Gets the name of the tool; null around turns of the model.</summary>
    public string? Tool => _pending.Call?.Name;

    /// <summary>Gets the id of the call; null around turns of the model.</summary>
    public string? CallId => _pending.Call?.Id;

    /// <summary>Gets the arguments of the call, as an object; null around turns of the model.</summary>
    public object? Arguments => _pending.Arguments is { } arguments ? OutputTree.ToObject(arguments) : null;

    /// <summary>Gets how the call ended; null before it.</summary>
    public ToolOutcome? Outcome => _pending.Result?.Outcome;

    /// <summary>Gets or sets what the model is told of the call, after it; null otherwise.</summary>
    public string? Result
    {
        get => _result;
        set
        {
            if (Point != HookPoint.AfterTool)
            {
                throw new PSInvalidOperationException($"Result is for {HookPoint.AfterTool}, and this is {Point}.");
            }

            _result = value ?? "";
        }
    }

    /// <summary>Gets why the call is cancelled; null where it is not.</summary>
    public string? CancelReason { get; private set; }

    /// <summary>Cancels the call of the tool; only before it.</summary>
    /// <param name="reason">Why, in words for the model.</param>
    public void Cancel(string reason)
    {
        if (Point != HookPoint.BeforeTool)
        {
            throw new PSInvalidOperationException($"Cancel is for {HookPoint.BeforeTool}, and this is {Point}.");
        }

        CancelReason = reason;
    }

    /// <inheritdoc/>
    public override string ToString() => Tool is null ? $"{Point}, turn {Iteration}" : $"{Point} '{Tool}', turn {Iteration}";
}
