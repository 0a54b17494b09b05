using System.Collections.Concurrent;
using System.Collections.Immutable;
using AgentCore.LiteLlm.Endpoints;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Pipeline;

namespace AgentCore.LiteLlm.Binding;

/// <summary>The names of models that endpoints listed a short time ago, for completion.</summary>
internal static class KnownModels
{
    /// <summary>The longest that an endpoint is listened to; an answer that comes late serves the next time.</summary>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(1);
    private static readonly ConcurrentDictionary<(Uri Endpoint, string Headers), Entry> Entries = new();

    /// <summary>Finds the names, asking when they are not known or no longer fresh.</summary>
    /// <param name="query">The endpoint.</param>
    /// <returns>The names; none when the endpoint fails or does not answer within a second.</returns>
    public static ImmutableArray<string> Find(EndpointQuery query)
    {
        TimeProvider time = TimeProvider.System;
        (Uri BaseUrl, string) key = (query.BaseUrl, string.Join(',', query.Headers.Select(h => $"{h.Name}:{h.Value.GetHashCode()}")));
        Entry entry = Entries.AddOrUpdate(
            key, _ => new Entry(time.GetTimestamp(), AskAsync(query)),
            (_, old) => time.GetElapsedTime(old.Asked) < Freshness ? old : new Entry(time.GetTimestamp(), AskAsync(query)));
        return WaitAsync(entry, time).ToBlockingEnumerable().First();
    }

    private static async IAsyncEnumerable<ImmutableArray<string>> WaitAsync(Entry entry, TimeProvider time)
    {
#pragma warning disable VSTHRD003 // the question was begun by whoever pressed the key first, and there is no context to wait for
        // A second after the question, not after every key press.
        TimeSpan left = Patience - time.GetElapsedTime(entry.Asked);
        if (!entry.Names.IsCompleted && left > TimeSpan.Zero)
        {
            await Task.WhenAny(entry.Names, Task.Delay(left, time)).ConfigureAwait(false);
        }

        yield return entry.Names.IsCompletedSuccessfully ? await entry.Names.ConfigureAwait(false) : [];
#pragma warning restore VSTHRD003
    }

    private static async Task<ImmutableArray<string>> AskAsync(EndpointQuery query)
    {
        try
        {
            EndpointClient client = ProcessClient.Instance.EndpointsOver(ExecutionMode.Production, new TransportOptions());
            EndpointAnswer answer = await client.GetAsync(query, query.Models, CancellationToken.None).ConfigureAwait(false);
            return answer.IsSuccess && ModelListReader.Find(answer, query.BaseUrl) is { } models ? [.. models.Select(m => m.Id)] : [];
        }
        catch (ChatException)
        {
            return [];
        }
    }

    private sealed record Entry(long Asked, Task<ImmutableArray<string>> Names);
}
