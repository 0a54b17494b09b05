using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Chat;

/// <summary>A hook that waits to be called. Whoever pulls the events answers it: the run waits for that.</summary>
public sealed class PendingHook
{
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal PendingHook(string name, HookPoint point, int iteration, CancellationToken stopToken)
    {
        Name = name;
        Point = point;
        Iteration = iteration;
        StopToken = stopToken;
    }

    /// <summary>Gets the hook's name in the blueprint.</summary>
    public string Name { get; }

    /// <summary>Gets when it is called.</summary>
    public HookPoint Point { get; }

    /// <summary>Gets the turn of the model, from 1.</summary>
    public int Iteration { get; }

    /// <summary>Gets the token that is cancelled when the run's time is over or the caller gives up.</summary>
    public CancellationToken StopToken { get; }

    /// <summary>Gets the conversation so far.</summary>
    public ImmutableArray<ChatMessage> Messages { get; internal init; } = [];

    /// <summary>Gets what the model said; null at any other point than <see cref="HookPoint.AfterModel"/>.</summary>
    public AgentReply? Reply { get; internal init; }

    /// <summary>Gets the call of a tool; null around turns of the model.</summary>
    public ToolCall? Call { get; internal init; }

    /// <summary>Gets the arguments with which the tool is called: a JSON object; null around turns of the model.</summary>
    public JsonElement? Arguments { get; internal init; }

    /// <summary>Gets what came of the call; null at any other point than <see cref="HookPoint.AfterTool"/>.</summary>
    public ToolResult? Result { get; internal init; }

    /// <summary>Gets the answer; null before there is one.</summary>
    internal HookAnswer? Answer { get; private set; }

    /// <summary>Lets the run go on.</summary>
    public void Go() => Set(new HookAnswer());

    /// <summary>Cancels the call of the tool, before which the hook is called.</summary>
    /// <param name="reason">Why, in words for the model.</param>
    public void Cancel(string reason) => Set(new HookAnswer { Refusal = reason }, HookPoint.BeforeTool);

    /// <summary>Gives the model another result than the tool's, after which the hook is called.</summary>
    /// <param name="text">The result.</param>
    public void Replace(string text) => Set(new HookAnswer { Text = text }, HookPoint.AfterTool);

    /// <summary>Stops the run.</summary>
    /// <param name="reason">What went wrong.</param>
    public void Fail(string reason) => Set(new HookAnswer { Failure = reason });

    /// <summary>Waits for the answer.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal Task WaitAsync(CancellationToken cancellationToken) => _answered.Task.WaitAsync(cancellationToken);

    private void Set(HookAnswer answer, HookPoint point)
    {
        if (Point != point)
        {
            throw new InvalidOperationException($"That is for {point}, and this is {Point}.");
        }

        Set(answer);
    }

    private void Set(HookAnswer answer)
    {
        Answer ??= answer;
        _answered.TrySetResult();
    }
}
