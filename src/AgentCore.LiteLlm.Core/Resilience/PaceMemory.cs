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
    // Keys that change by the hour, in a process that runs for weeks.
    private const int MostKept = 1_000;

    private readonly ConcurrentDictionary<Limit, LimitPace> _known = new();

    /// <summary>Gives the limits that a call is under.</summary>
    /// <param name="request">The call.</param>
    /// <returns>Their paces, the same for every call under them.</returns>
    public CallPace For(ChatRequest request)
    {
        // What authenticates a call may be what its endpoint counts by; an id of the call, which is another each time, is not.
        ImmutableArray<SecretHeader> caller = request.Headers.All(h => h.IsCredential) ? request.Headers : [.. request.Headers.Where(h => h.IsCredential)];
        return new(Of(new Limit(request.BaseUrl, caller, Model: null)), Of(new Limit(request.BaseUrl, caller, request.Model)), time);
    }

    private LimitPace Of(Limit limit)
    {
        if (_known.Count >= MostKept)
        {
            foreach (KeyValuePair<Limit, LimitPace> known in _known.Where(k => k.Value.IsIdle))
            {
                _known.TryRemove(known);
            }
        }

        return _known.GetOrAdd(limit, static (_, clock) => new LimitPace(clock), time);
    }

    // None of the headers is ever shown.
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
