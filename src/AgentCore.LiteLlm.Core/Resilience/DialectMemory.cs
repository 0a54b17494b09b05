using System.Collections.Concurrent;
using AgentCore.LiteLlm.Chat;

namespace AgentCore.LiteLlm.Resilience;

/// <summary>Remembers what endpoints want otherwise, by endpoint and model, for as long as it lives.</summary>
internal sealed class DialectMemory
{
    private readonly ConcurrentDictionary<(Uri Endpoint, string Model), Dialect> _known = new();
    private readonly ConcurrentDictionary<(Uri Endpoint, string Model, string What), bool> _said = new();

    /// <summary>Says how a request is best written.</summary>
    /// <param name="request">The request.</param>
    /// <returns>What is known; the usual way where nothing is.</returns>
    public Dialect For(ChatRequest request)
    {
        if (!_known.TryGetValue((request.BaseUrl, request.Model), out Dialect? known))
        {
            return request.Dialect;
        }

        // Learned of a call without metadata, it says nothing of them.
        MetadataForm planned = request.Dialect.Metadata;
        return known.Metadata >= planned ? known : known with { Metadata = planned };
    }

    /// <summary>Finds what was learned of a model at an endpoint.</summary>
    /// <param name="baseUrl">The endpoint.</param>
    /// <param name="model">The model.</param>
    /// <returns>What is known; null where nothing is.</returns>
    public Dialect? Find(Uri baseUrl, string model) => _known.GetValueOrDefault((baseUrl, model));

    /// <summary>Notes what was found.</summary>
    /// <param name="request">The request that was refused.</param>
    /// <param name="dialect">How to write it.</param>
    public void Learn(ChatRequest request, Dialect dialect) => _known[(request.BaseUrl, request.Model)] = dialect;

    /// <summary>Notes that somebody is told what is left out of requests.</summary>
    /// <param name="request">The request.</param>
    /// <param name="what">What is left out.</param>
    /// <returns>False when it was noted before: once is enough.</returns>
    public bool Say(ChatRequest request, string what) => _said.TryAdd((request.BaseUrl, request.Model, what), true);
}
