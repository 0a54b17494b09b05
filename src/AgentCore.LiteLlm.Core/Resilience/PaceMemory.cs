using System.Collections.Concurrent;
using System.Collections.Immutable;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Resilience;

/// <summary>Keeps what is known of the limits of endpoints for as long as it lives: of each key, and of each model by each key.</summary>
/// <remarks>
/// An endpoint has many limits, and says of a refusal at best which one it was: a key that is slowed down says nothing about another key or
/// model.
/// </remarks>
/// <param name="time">The clock.</param>
internal sealed class PaceMemory(TimeProvider time)
{
    private readonly ConcurrentDictionary<Limit, LimitPace> _known = new();

    /// <summary>Gives the limits that a call is under.</summary>
    /// <param name="request">The call.</param>
    /// <returns>Their paces, the same for every call under them.</returns>
    public CallPace For(ChatRequest request) => new(
        Of(new Limit(request.BaseUrl, request.Headers, Model: null)),
        Of(new Limit(request.BaseUrl, request.Headers, request.Model)));

    private LimitPace Of(Limit limit) => _known.GetOrAdd(limit, static (_, clock) => new LimitPace(clock), time);

    // The headers are the key: whatever authenticates a call may be what its endpoint counts by. None of them is ever shown.
    private sealed record Limit(Uri BaseUrl, ImmutableArray<SecretHeader> Headers, string? Model)
    {
        public bool Equals(Limit? other) =>
            other is not null && Model == other.Model && BaseUrl == other.BaseUrl && Headers.AsSpan().SequenceEqual(other.Headers.AsSpan());

        public override int GetHashCode()
        {
            HashCode hash = default;
            hash.Add(BaseUrl);
            hash.Add(Model);
            foreach (SecretHeader header in Headers)
            {
                hash.Add(header);
            }

            return hash.ToHashCode();
        }
    }
}
