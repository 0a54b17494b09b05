using System.Collections.Concurrent;
using AgentCore.LiteLlm.Agents;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Conversations;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Outputs;
using AgentCore.LiteLlm.Prompts;
using AgentCore.LiteLlm.Protection;
using AgentCore.LiteLlm.Requirements;
using AgentCore.LiteLlm.Resilience;
using AgentCore.LiteLlm.Wire;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>The only place where a chain of providers is put together.</summary>
internal static class Composition
{
    // Sockets are kept across pipelines, for each way of connecting.
    private static readonly ConcurrentDictionary<TransportOptions, Lazy<ChatTransport>> Networks = new();
    private static readonly ConcurrentDictionary<TransportOptions, Lazy<PromptRegistry>> Registries = new();
    private static readonly Lazy<ChatTransport> InProcess = new(ChatTransport.Simulated);

    // What was found about endpoints holds for the process; a wrong guess costs one more request.
    private static readonly DialectMemory Dialects = new();

    // One warning for each proxy and version in a process is enough.
    private static readonly ConcurrentDictionary<(string Endpoint, string Version), bool> JudgedProxies = new();

    /// <summary>Gives what asks the prompt registry.</summary>
    public static PromptRegistry RegistryFor(TransportOptions transport) => Registries.GetOrAdd(transport, static t => new Lazy<PromptRegistry>(() => PromptRegistry.OverHttp(t))).Value;

    /// <summary>Gives what answers prompts in a mode.</summary>
    public static IChatProvider ProviderFor(ExecutionMode mode, TransportOptions transport, RetryOptions retries)
    {
        ChatTransport carrier = mode == ExecutionMode.Simulation ? InProcess.Value : Networks.GetOrAdd(transport, static t => new Lazy<ChatTransport>(() => ChatTransport.OverHttp(t))).Value;
        OpenAIChatProvider caller = new(carrier, TimeProvider.System);
#pragma warning disable RS0030 // here is where randomness is chosen, and this one may be used from many threads
        RetryingProvider retrying = new(caller, retries, TimeProvider.System, Random.Shared);
#pragma warning restore RS0030
        AdaptingProvider adapting = new(retrying, Dialects, TimeProvider.System);
        ProtectingProvider protecting = new(adapting, TimeProvider.System);
        WindowingProvider windowing = new(protecting, TimeProvider.System);
        AdvisingProvider advising = new(new StructuredProvider(windowing, Dialects, TimeProvider.System), JudgedProxies);
        return new AgentProvider(advising, TimeProvider.System);
    }
}
