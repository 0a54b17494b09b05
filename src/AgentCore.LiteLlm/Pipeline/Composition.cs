using System.Collections.Concurrent;
using AgentCore.LiteLlm.Bulk;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Outputs;
using AgentCore.LiteLlm.Requirements;
using AgentCore.LiteLlm.Resilience;
using AgentCore.LiteLlm.Wire;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>The only place where a chain of providers is put together.</summary>
internal static class Composition
{
    // Sockets are kept across pipelines, for each way of connecting.
    private static readonly ConcurrentDictionary<TransportOptions, Lazy<ChatTransport>> Networks = new();
    private static readonly Lazy<ChatTransport> InProcess = new(ChatTransport.Simulated);

    // What was found about endpoints holds for the process; a wrong guess costs one more request.
    private static readonly DialectMemory Dialects = new();

    // One call that is told to wait makes every call to that endpoint wait, in whichever pipeline.
    private static readonly PaceMemory Paces = new(TimeProvider.System);

    // One warning for each proxy and version in a process is enough.
    private static readonly ConcurrentDictionary<(string Endpoint, string Version), bool> JudgedProxies = new();

    /// <summary>Gives what answers prompts in a mode.</summary>
    public static IChatProvider ProviderFor(ExecutionMode mode, TransportOptions transport, RetryOptions retries, Journal? journal = null)
    {
        ChatTransport carrier = mode == ExecutionMode.Simulation ? InProcess.Value : Networks.GetOrAdd(transport, static t => new Lazy<ChatTransport>(() => ChatTransport.OverHttp(t))).Value;
        PacingProvider caller = new(new OpenAIChatProvider(carrier, TimeProvider.System), Paces, TimeProvider.System);
        AdaptingProvider adapting = new(new RetryingProvider(caller, retries, TimeProvider.System, new Random()), Dialects, TimeProvider.System);
        AdvisingProvider advising = new(new StructuredProvider(adapting, Dialects, TimeProvider.System), JudgedProxies);
        return journal is null ? advising : new JournalingProvider(advising, journal);
    }
}
