using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Wire;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>The only place where a chain of providers is put together.</summary>
internal static class Composition
{
    // Sockets are kept across pipelines; this is the one state the module has.
    private static readonly Lazy<ChatTransport> Network = new(ChatTransport.OverHttp);
    private static readonly Lazy<ChatTransport> InProcess = new(ChatTransport.Simulated);

    /// <summary>Gives what answers prompts in a mode.</summary>
    public static IChatProvider ProviderFor(ExecutionMode mode) =>
        new OpenAIChatProvider(mode == ExecutionMode.Simulation ? InProcess.Value : Network.Value, TimeProvider.System);
}
