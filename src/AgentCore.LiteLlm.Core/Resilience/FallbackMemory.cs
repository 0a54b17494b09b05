using System.Collections.Concurrent;
using AgentCore.LiteLlm.Chat;

namespace AgentCore.LiteLlm.Resilience;

/// <summary>Remembers for a while which model answered in place of another, so that not every call has to find out anew.</summary>
/// <param name="time">The clock.</param>
internal sealed class FallbackMemory(TimeProvider time)
{
    /// <summary>How long the other model is asked first; after that the one that was meant gets its chance again.</summary>
    public static readonly TimeSpan Cooldown = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (int Place, string Reason, long At)> _known = new(StringComparer.Ordinal);

    /// <summary>Finds the model that is to be asked first.</summary>
    /// <param name="request">The call.</param>
    /// <returns>Its place in the order, 0 for the model that was meant, and why it is another.</returns>
    public (int Place, string? Reason) For(ChatRequest request) =>
        _known.TryGetValue(KeyOf(request), out (int Place, string Reason, long At) known) && time.GetElapsedTime(known.At) < Cooldown
            ? (known.Place, known.Reason)
            : (0, null);

    /// <summary>Notes which model answered.</summary>
    /// <param name="request">The call.</param>
    /// <param name="place">The model's place in the order.</param>
    /// <param name="reason">Why none before it did; null where the first did.</param>
    public void Learn(ChatRequest request, int place, string? reason)
    {
        string key = KeyOf(request);
        if (place == 0 || reason is null)
        {
            _known.TryRemove(key, out _);
        }
        else if (!_known.TryGetValue(key, out (int Place, string Reason, long At) known) || known.Place != place || time.GetElapsedTime(known.At) >= Cooldown)
        {
            _known[key] = (place, reason, time.GetTimestamp());
        }
    }

    private static string KeyOf(ChatRequest request) =>
        string.Join('\n', [request.BaseUrl.AbsoluteUri, request.Model, .. request.Fallbacks.Select(f => $"{f.BaseUrl.AbsoluteUri} {f.Model}")]);
}
