using System.Collections.Immutable;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Resilience;

namespace AgentCore.LiteLlm.Graphs;

/// <summary>A run of a node that is about to begin.</summary>
/// <param name="Node">The node.</param>
/// <param name="Agent">The id of the blueprint that it runs.</param>
/// <param name="Request">What is asked.</param>
/// <param name="Round">The round, from 1.</param>
internal sealed record NodeTurn(string Node, string Agent, ChatRequest Request, int Round)
{
    /// <summary>Gets the nodes whose results it is given.</summary>
    public ImmutableArray<string> Inputs { get; init; } = [];

    /// <summary>Gets what binds its time.</summary>
    public NodeBound Bound { get; init; }

    /// <summary>Gets a value indicating whether its agent, which has no tools, takes one turn, of which nobody else keeps account.</summary>
    public bool IsOneTurn => Request is { Loop: null, Graph: null };

    /// <summary>Runs it.</summary>
    /// <param name="provider">What runs it.</param>
    /// <param name="time">The clock.</param>
    /// <param name="tell">Takes what happens, each with the name of the node.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What it came to, cancelled or not.</returns>
    public async Task<NodeResult> RunAsync(
        IChatProvider provider, TimeProvider time, Func<ChatEvent, ValueTask> tell, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        ChatFailure? failure = null;
        AgentReply? reply = null;
        try
        {
            ChatAttempt attempt = new(provider.AnswerAsync(Request, cancellationToken), cancellationToken);
            await using (attempt.ConfigureAwait(false))
            {
                while (await attempt.MoveNextAsync().ConfigureAwait(false))
                {
                    await tell(ToOutside(attempt.Current)).ConfigureAwait(false);
                }
            }

            (reply, failure) = (attempt.Reply, attempt.Failure?.Failure);
        }
        catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested)
        {
            failure = (e as RunCancelledException)?.Failure ?? new ChatFailure
            {
                Kind = FailureKind.Cancelled,
                Summary = "It was cancelled.",
                Endpoint = Request.Endpoint.AbsoluteUri,
            };
        }

        // Conditions may ask how long it took: of a run that is kept they find the same when it goes on.
        TimeSpan? kept = Request.IsKept ? reply?.Duration ?? failure?.Duration : null;
        return NodeResult.Of(this, reply, failure, kept ?? time.GetElapsedTime(start));
    }

    /// <summary>Says of something that it happened in the node.</summary>
    /// <param name="item">What happened.</param>
    public ChatEvent ToOutside(ChatEvent item)
    {
        string node = item.Node is null ? Node : $"{Node}/{item.Node}";
        ChatEvent outside = item with { Node = node };
        return outside is ChatEvent.Arrived arrived ? arrived with { Chunk = arrived.Chunk with { Node = node } } : outside;
    }
}
