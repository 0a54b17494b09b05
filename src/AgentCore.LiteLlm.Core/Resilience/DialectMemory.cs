using System.Collections.Concurrent;
using AgentCore.LiteLlm.Chat;

namespace AgentCore.LiteLlm.Resilience;

/// <summary>Remembers what endpoints want otherwise, by endpoint and model, for as long as it lives.</summary>
internal sealed class DialectMemory
{
    private readonly ConcurrentDictionary<(Uri Endpoint, string Model), Dialect> _known = new();

    /// <summary>Says how a request is best written.</summary>
    /// <param name="request">The request.</param>
    /// <returns>What is known; the usual way where nothing is.</returns>
    public Dialect For(ChatRequest request) => _known.TryGetValue((request.BaseUrl, request.Model), out Dialect? known) ? known : request.Dialect;

    /// <summary>Notes what was found.</summary>
    /// <param name="request">The request that was refused.</param>
    /// <param name="dialect">How to write it.</param>
    public void Learn(ChatRequest request, Dialect dialect) => _known[(request.BaseUrl, request.Model)] = dialect;
}
