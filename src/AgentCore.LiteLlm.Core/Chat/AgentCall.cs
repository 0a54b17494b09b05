using System.Diagnostics;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Chat;

/// <summary>A call of an agent as a tool, from the decision that it may begin to what came of it.</summary>
/// <param name="agent">The agent.</param>
internal sealed class AgentCall(AgentSpecialist agent)
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Gets the agent.</summary>
    public AgentSpecialist Agent => agent;

    /// <summary>Gets what ends when it was decided that the agent begins.</summary>
#pragma warning disable VSTHRD003 // whoever decides runs on the thread pool and waits for nobody here
    public Task Begun => _begun.Task;
#pragma warning restore VSTHRD003

    /// <summary>Gets who decided that; null where nobody was asked.</summary>
    public ApprovalSource? Approved { get; private set; }

    /// <summary>Gets or sets the span of the call, in which the agent's own lies; null where nobody listens.</summary>
    public Activity? Span { get; set; }

    /// <summary>Gets or sets what the agent did; null where it did not begin. It is there before the call is answered.</summary>
    public AgentWork? Work { get; set; }

    /// <summary>Lets the agent begin. Only the first time counts.</summary>
    /// <param name="approved">Who decided it.</param>
    public void Begin(ApprovalSource? approved)
    {
        if (!_begun.Task.IsCompleted)
        {
            Approved = approved;
            _begun.TrySetResult();
        }
    }
}
