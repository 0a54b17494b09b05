using System.Collections.Concurrent;

namespace AgentCore.LiteLlm.Resilience;

/// <summary>Keeps the pace of every endpoint for as long as it lives.</summary>
/// <param name="time">The clock.</param>
public sealed class PaceMemory(TimeProvider time)
{
    private readonly ConcurrentDictionary<Uri, EndpointPace> _known = new();

    /// <summary>Gives the pace of an endpoint.</summary>
    /// <param name="baseUrl">Its base URL.</param>
    /// <returns>The pace, the same for every call.</returns>
    public EndpointPace For(Uri baseUrl) => _known.GetOrAdd(baseUrl, _ => new EndpointPace(time));
}
