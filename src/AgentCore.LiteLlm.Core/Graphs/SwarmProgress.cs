using System.Collections.Immutable;
using AgentCore.LiteLlm.Chat;

namespace AgentCore.LiteLlm.Graphs;

/// <summary>How far a swarm has come: whose turn it is, who had it before, and what they left for the others. It decides and does nothing.</summary>
internal sealed record SwarmProgress
{
    // Three runs each, of the same two.
    private const int LongestPingPong = 6;

    /// <summary>Gets the nodes in the order in which they had the task; the last one has it.</summary>
    public required ImmutableArray<string> Order { get; init; }

    /// <summary>Gets what was left for all, in order; of one that left more than once, the last.</summary>
    public ImmutableArray<(string Node, string Context)> Notes { get; init; } = [];

    /// <summary>Gets what the node whose turn it is was told; null for the first one.</summary>
    public string? Message { get; init; }

    /// <summary>Gets the node whose turn it is.</summary>
    public string Node => Order[^1];

    /// <summary>Gets a value indicating whether two agents hand the task to each other again and again.</summary>
    public bool IsPingPong => Order.Length >= LongestPingPong && Order[^LongestPingPong..].Distinct(StringComparer.Ordinal).Count() == 2;

    /// <summary>Begins.</summary>
    /// <param name="graph">The swarm.</param>
    public static SwarmProgress Begin(AgentGraph graph) => new() { Order = [graph.Entry] };

    /// <summary>Goes on with another node.</summary>
    /// <param name="wish">The wish of the one whose turn it is.</param>
    public SwarmProgress To(HandOff wish) => new()
    {
        Order = Order.Add(wish.To),
        Notes = wish.Context is null ? Notes : [.. Notes.Where(n => n.Node != Node), (Node, wish.Context)],
        Message = wish.Message,
    };

    /// <summary>Finds the limit that keeps the next node from running.</summary>
    /// <param name="limits">The limits.</param>
    public GraphStop FindStop(GraphLimits limits) => Order.Length - 1 > limits.MaxHandoffs ? GraphStop.Handoffs
        : Order.Length > limits.MaxRounds ? GraphStop.Rounds
        : Order.Length > limits.MaxExecutions ? GraphStop.Executions
        : GraphStop.None;
}
