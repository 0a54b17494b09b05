using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Resilience;
using AgentCore.LiteLlm.Wire;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>The only place where a chain of providers is put together.</summary>
internal static class Composition
{
    // Sockets are kept across pipelines.
    private static readonly Lazy<ChatTransport> Network = new(ChatTransport.OverHttp);
    private static readonly Lazy<ChatTransport> InProcess = new(ChatTransport.Simulated);

    // What was found about endpoints holds for the process; a wrong guess costs one more request.
    private static readonly DialectMemory Dialects = new();

    /// <summary>Gives what answers prompts in a mode.</summary>
    public static IChatProvider ProviderFor(ExecutionMode mode, RetryOptions retries)
    {
        OpenAIChatProvider caller = new(mode == ExecutionMode.Simulation ? InProcess.Value : Network.Value, TimeProvider.System);
        return new AdaptingProvider(new RetryingProvider(caller, retries, TimeProvider.System, new Random()), Dialects, TimeProvider.System);
    }
}
