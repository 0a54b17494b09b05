using System.Collections.Concurrent;
using AgentCore.LiteLlm.Agents;
using AgentCore.LiteLlm.Batches;
using AgentCore.LiteLlm.Bulk;
using AgentCore.LiteLlm.Cassettes;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Endpoints;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Observability;
using AgentCore.LiteLlm.Prompts;
using AgentCore.LiteLlm.Protecting;
using AgentCore.LiteLlm.Resilience;
using AgentCore.LiteLlm.Structured;
using AgentCore.LiteLlm.Variables;
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

    // One call that is told to wait makes every call to that endpoint wait, in whichever pipeline.
    private static readonly PaceMemory Paces = new(TimeProvider.System);

    // One warning for each proxy and version in a process is enough.
    private static readonly ConcurrentDictionary<(string Endpoint, string Version), bool> JudgedProxies = new();

    /// <summary>Gives what asks the prompt registry.</summary>
    public static PromptRegistry RegistryFor(TransportOptions transport) => Registries.GetOrAdd(transport, static t => new Lazy<PromptRegistry>(() => PromptRegistry.OverHttp(t))).Value;

    /// <summary>Gives what carries requests in a mode.</summary>
    public static ChatTransport TransportFor(ExecutionMode mode, TransportOptions transport) =>
        mode == ExecutionMode.Simulation ? InProcess.Value : Networks.GetOrAdd(transport, static t => new Lazy<ChatTransport>(() => ChatTransport.OverHttp(t))).Value;

    /// <summary>Gives what asks an endpoint about batches, in the mode of a request.</summary>
    public static BatchEndpoint BatchesAt(ChatRequest request, string? customLlmProvider, TransportOptions transport) =>
        new(TransportFor(request.Mode, transport), request, customLlmProvider, TimeProvider.System);

    /// <summary>Begins a batch, whose requests are written as endpoints are known to take them.</summary>
    public static BatchDraft NewBatch() => new(Dialects, TimeProvider.System);

    /// <summary>Gives what answers prompts in a mode.</summary>
    public static IChatProvider ProviderFor(ExecutionMode mode, TransportOptions transport, RetryOptions retries, Tape? tape = null, Journal? journal = null)
    {
        OpenAIChatProvider caller = new(tape?.TransportFor(mode == ExecutionMode.Simulation, transport) ?? TransportFor(mode, transport), TimeProvider.System);
        DialectMemory dialects = tape?.Dialects ?? Dialects;

        // What a cassette plays back is no reason to wait.
        IChatProvider paced = tape is null ? new PacingProvider(caller, Paces, retries, TimeProvider.System) : caller;
#pragma warning disable RS0030 // here is where randomness is chosen, and this one may be used from many threads
        RetryingProvider retrying = new(paced, retries, tape?.RetryClock ?? TimeProvider.System, Random.Shared);
#pragma warning restore RS0030
        AdaptingProvider adapting = new(retrying, dialects, TimeProvider.System);

        // Listeners that ask for content get what the endpoint sees.
        ObservingProvider observing = new(adapting, TimeProvider.System, new ProcessVariables());
        ProtectingProvider protecting = new(observing, TimeProvider.System);
        WindowingProvider windowing = new(protecting, TimeProvider.System);
        AdvisingProvider advising = new(new StructuredProvider(windowing, dialects, TimeProvider.System), JudgedProxies);
        AgentProvider agent = new(advising, TimeProvider.System);
        return journal is null ? agent : new JournalingProvider(agent, journal);
    }
}
