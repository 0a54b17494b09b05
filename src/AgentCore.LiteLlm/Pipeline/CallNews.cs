using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Runs;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>What comes of a call, as far as each cmdlet has its own use for it. The set is closed.</summary>
internal abstract record CallNews
{
    private CallNews()
    {
    }

    /// <summary>A piece of the answer arrived.</summary>
    /// <param name="Chunk">The piece.</param>
    public sealed record Arrived(AgentChunk Chunk) : CallNews;

    /// <summary>The answer is whole.</summary>
    /// <param name="Reply">The answer.</param>
    /// <param name="Item">The input that is answered.</param>
    public sealed record Answered(AgentReply Reply, object? Item) : CallNews;

    /// <summary>The call failed.</summary>
    /// <param name="Cause">Why.</param>
    /// <param name="Item">The input that was to be answered.</param>
    public sealed record Failed(ChatException Cause, object? Item) : CallNews;

    /// <summary>The run waits for decisions about calls of tools, without a process.</summary>
    /// <param name="Run">The run.</param>
    public sealed record Waiting(AgentSavedRun Run) : CallNews;

    /// <summary>The user stopped the call, and the pipeline goes on.</summary>
    /// <param name="Failure">What it had come to; null where it was stopped in its only turn.</param>
    public sealed record Stopped(ChatFailure? Failure) : CallNews;
}
