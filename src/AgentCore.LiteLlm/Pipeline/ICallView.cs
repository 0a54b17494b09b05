using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>Where it is shown what happens in a call, while it happens.</summary>
internal interface ICallView
{
    /// <summary>Shows a piece of the answer.</summary>
    /// <param name="chunk">The piece.</param>
    void Show(AgentChunk chunk);

    /// <summary>Ends what is being shown before something else is said.</summary>
    void EndLine();

    /// <summary>Shows why nothing happens for a while.</summary>
    /// <param name="notice">What is said of it.</param>
    void ShowWait(ChatEvent.Notice notice);

    /// <summary>Ends the wait: something happened.</summary>
    void EndWait();

    /// <summary>Shows that a tool is called.</summary>
    /// <param name="call">The call.</param>
    void ShowCall(PendingToolCall call);

    /// <summary>Shows that a server is working on the call, and the keyboard is nobody's.</summary>
    /// <param name="call">The call.</param>
    void AwaitCall(PendingToolCall call);

    /// <summary>Shows a step that is done.</summary>
    /// <param name="step">The step.</param>
    void ShowStep(AgentStep step);
}
