using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Chat;

/// <summary>One thing that happened while a prompt was being answered. The set is closed.</summary>
public abstract record ChatEvent
{
    private ChatEvent()
    {
    }

    /// <summary>Gets the node of a graph in which it happened, with those it lies in before it: <c>outer/inner</c>; null where there is no graph.</summary>
    public string? Node { get; init; }

    /// <summary>A piece of the answer as it arrives; only when the request asks for a stream.</summary>
    /// <param name="Chunk">The piece.</param>
    public sealed record Arrived(AgentChunk Chunk) : ChatEvent;

    /// <summary>Something a curious user may want to know, with no effect on the answer.</summary>
    /// <param name="Message">One line without secrets.</param>
    public sealed record Notice(string Message) : ChatEvent
    {
        /// <summary>Gets how long nothing will happen from now on; null when the call goes on at once.</summary>
        public TimeSpan? Wait { get; init; }

        /// <summary>Gets in a word or two what the wait is for, such as <c>429</c>; null when the call goes on at once.</summary>
        public string? Reason { get; init; }
    }

    /// <summary>Something the user should know about the answer.</summary>
    /// <param name="Message">One line without secrets.</param>
    public sealed record Warning(string Message) : ChatEvent;

    /// <summary>The model wants a tool called; whoever pulls answers it.</summary>
    /// <param name="Call">The call.</param>
    public sealed record ToolCalled(PendingToolCall Call) : ChatEvent
    {
        /// <summary>
        /// Gets the id of the blueprint where the call asks an agent, which answers by itself, so that nobody else has to; null for every other tool.
        /// </summary>
        public string? Agent => AgentCall?.Agent.Agent;

        /// <summary>Gets the request that offers the tool; null where the request that was made does.</summary>
        internal ChatRequest? Request { get; init; }

        /// <summary>Gets the call where it asks an agent; null for every other tool.</summary>
        internal AgentCall? AgentCall { get; init; }
    }

    /// <summary>A hook of the blueprint is to be called; whoever pulls answers it.</summary>
    /// <param name="Hook">The hook.</param>
    public sealed record HookCalled(PendingHook Hook) : ChatEvent;

    /// <summary>A step of a run is done.</summary>
    /// <param name="Step">The step.</param>
    public sealed record Stepped(AgentStep Step) : ChatEvent;

    /// <summary>A run that is kept has come to where it could go on in another process. Whoever keeps it takes this; nobody else sees it.</summary>
    /// <param name="Progress">What it has come to.</param>
    internal sealed record Reached(RunProgress Progress) : ChatEvent;

    /// <summary>The whole answer; always the last event.</summary>
    /// <param name="Reply">The answer.</param>
    public sealed record Completed(AgentReply Reply) : ChatEvent;
}
