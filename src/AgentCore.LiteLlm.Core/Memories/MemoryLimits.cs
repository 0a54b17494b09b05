using System.Collections.Immutable;
using AgentCore.LiteLlm.Chat;

namespace AgentCore.LiteLlm.Memories;

/// <summary>What is kept of what is added: the newest, and exchanges only for so many days. Trials take no room from the rest.</summary>
internal static class MemoryLimits
{
    /// <summary>The most exchanges of one agent and actor.</summary>
    public const int MostExchanges = 500;

    /// <summary>The most memories of one agent and actor, or of all actors.</summary>
    public const int MostMemories = 1_000;

    /// <summary>Says whether an exchange is too old.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="subject">Whose memory it is.</param>
    /// <param name="now">The time.</param>
    public static bool IsOver(KeptExchange exchange, MemorySubject subject, DateTimeOffset now) =>
        now - exchange.Time > TimeSpan.FromDays(subject.ExpiryDays);

    /// <summary>Adds an exchange, once.</summary>
    /// <param name="content">What is kept.</param>
    /// <param name="exchange">The exchange.</param>
    /// <param name="subject">Whose memory it is.</param>
    /// <returns>What is kept now; the same where the exchange is there.</returns>
    public static MemoryContent Add(MemoryContent content, KeptExchange exchange, MemorySubject subject) =>
        content.Exchanges.Any(e => e.Id == exchange.Id) ? content : content with
        {
            Exchanges = Newest(
                [.. content.Exchanges.Where(e => !IsOver(e, subject, exchange.Time)), exchange], e => e.IsTrial == exchange.IsTrial, MostExchanges),
        };

    /// <summary>Adds memories in place of others.</summary>
    /// <param name="content">What is kept.</param>
    /// <param name="memories">The memories.</param>
    /// <param name="isReplaced">Says of a memory that is kept whether one of these takes its place.</param>
    public static MemoryContent Add(MemoryContent content, ImmutableArray<KeptMemory> memories, Func<KeptMemory, bool> isReplaced) =>
        memories.IsEmpty ? content : content with
        {
            Memories = Newest([.. content.Memories.Where(m => !isReplaced(m)), .. memories], m => m.IsTrial == memories[0].IsTrial, MostMemories),
        };

    /// <summary>Removes exchanges for which there is no room: trials first, and then the oldest.</summary>
    /// <param name="content">What is kept.</param>
    /// <param name="count">How many go.</param>
    public static MemoryContent RemoveOldest(MemoryContent content, int count)
    {
        HashSet<string> gone = [.. content.Exchanges.OrderByDescending(e => e.IsTrial).Take(count).Select(e => e.Id)];
        return content with { Exchanges = [.. content.Exchanges.Where(e => !gone.Contains(e.Id))] };
    }

    private static ImmutableArray<T> Newest<T>(ImmutableArray<T> all, Func<T, bool> isCounted, int most)
    {
        int over = all.Count(isCounted) - most;
        return over <= 0 ? all : [.. all.Where(one => !isCounted(one) || over-- <= 0)];
    }
}
