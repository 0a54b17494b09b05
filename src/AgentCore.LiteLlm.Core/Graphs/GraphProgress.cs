using System.Collections.Immutable;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Conditions;

namespace AgentCore.LiteLlm.Graphs;

/// <summary>
/// How far a graph has come, and what follows from it. It decides and does nothing: whoever runs the nodes says what they came to, and gets the nodes
/// that run next.
/// </summary>
/// <remarks>
/// A round is all nodes that run at the same time. A node runs in the round after one in which any edge to it was satisfied, once however many were, and
/// is given the results of all its finished parents whose edges hold then, in the order in which the edges are declared. A gate takes no round: it hands
/// on what it was given.
/// </remarks>
internal sealed record GraphProgress
{
    /// <summary>Gets the progress of a graph of which nothing has run.</summary>
    public static GraphProgress None { get; } = new();

    /// <summary>Gets the latest result of each node that has run.</summary>
    public ImmutableDictionary<string, NodeResult> Results { get; init; } = ImmutableDictionary.Create<string, NodeResult>(StringComparer.Ordinal);

    /// <summary>Gets how many rounds were begun.</summary>
    public int Round { get; init; }

    /// <summary>Gets the nodes that have run, in their order; one that ran twice is there twice.</summary>
    public ImmutableArray<string> Order { get; init; } = [];

    /// <summary>Gets the nodes whose latest result was given to another.</summary>
    public ImmutableHashSet<string> Used { get; init; } = ImmutableHashSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Gets the results that nobody took up, in the order in which the nodes ran: what the graph came to.</summary>
    public ImmutableArray<NodeResult> Ends =>
        [.. Order.Reverse().Distinct(StringComparer.Ordinal).Reverse().Select(n => Results[n]).Where(r => r.IsCompleted && !Used.Contains(r.Node))];

    /// <summary>Begins a graph.</summary>
    /// <param name="graph">The graph.</param>
    public static GraphMove Begin(AgentGraph graph)
    {
        Crossing crossing = new(graph, None);
        crossing.Reach(graph.Entry);
        return crossing.ToMove();
    }

    /// <summary>Says whether the graph goes on although a node failed.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="failed">The result of the node.</param>
    public bool Covers(AgentGraph graph, NodeResult failed)
    {
        GraphProgress with = this with { Results = Results.SetItem(failed.Node, failed) };
        GraphFacts facts = new(graph, with);
        return graph.Find(failed.Node).Fallback is not null || graph.EdgesFrom(failed.Node).Any(e => LeadsOn(e, failed, facts));
    }

    /// <summary>Goes on after a round.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="finished">What each node of the round came to.</param>
    public GraphMove Next(AgentGraph graph, ImmutableArray<NodeResult> finished)
    {
        GraphProgress with = this with
        {
            Results = Results.SetItems(finished.Select(r => KeyValuePair.Create(r.Node, r))),
            Order = [.. Order, .. finished.Select(r => r.Node)],
            Used = Used.Except(finished.Select(r => r.Node)),
        };
        Crossing crossing = new(graph, with);
        foreach (string node in graph.Order(finished.Select(r => r.Node)))
        {
            crossing.Leave(graph.Find(node), with.Results[node]);
        }

        return crossing.ToMove();
    }

    private static bool LeadsOn(AgentEdge edge, NodeResult result, GraphFacts facts) =>
        edge.Condition is { } condition
            ? (result.IsCompleted || GraphFacts.IsAboutStatus(condition, result.Node)) && condition.Holds(facts.Find([result.Node], condition.Field))
            : result.IsCompleted;

    // The way from one round to the next.
    private sealed class Crossing(AgentGraph graph, GraphProgress progress)
    {
        private readonly GraphFacts _facts = new(graph, progress);
        private readonly HashSet<string> _reached = new(StringComparer.Ordinal);
        private readonly List<GateCrossing> _crossed = [];
        private readonly List<GraphCondition> _blind = [];

        // From whom a node was reached by a fallback: from there it gets what these had.
        private readonly List<(string From, string To)> _fallbacks = [];

        public void Leave(AgentNode node, NodeResult result)
        {
            bool isLeft = false;
            foreach (AgentEdge edge in graph.EdgesFrom(node.Id))
            {
                if (result.IsCompleted)
                {
                    Notice(edge.Condition, [node.Id]);
                }

                if (LeadsOn(edge, result, _facts))
                {
                    isLeft = true;
                    Reach(edge.To);
                }
            }

            if (!result.IsCompleted && !isLeft && node.Fallback is { } fallback)
            {
                _fallbacks.Add((node.Id, fallback));
                Reach(fallback);
            }
        }

        public void Reach(string id)
        {
            // A gate decides once in a round: a circle of gates would have no end.
            if (!_reached.Add(id) || graph.Find(id) is not AgentNode.Gate gate)
            {
                return;
            }

            ImmutableArray<string> inputs = SourcesOf(id);
            Notice(gate.Trip, inputs);
            GateCrossing crossing = new(id, gate.Trip is null || gate.Trip.Holds(_facts.Find(inputs, gate.Trip.Field)), inputs, Math.Max(progress.Round, 1));
            _crossed.Add(crossing);
            if (!crossing.IsPassed)
            {
                if (gate.Fallback is { } fallback)
                {
                    _fallbacks.Add((id, fallback));
                    Reach(fallback);
                }

                return;
            }

            foreach (AgentEdge edge in graph.EdgesFrom(id))
            {
                Notice(edge.Condition, inputs);
                if (edge.Condition is null || edge.Condition.Holds(_facts.Find(inputs, edge.Condition.Field)))
                {
                    Reach(edge.To);
                }
            }
        }

        public GraphMove ToMove()
        {
            ImmutableArray<NodeStart> wave =
                [.. graph.Order(_reached).Where(id => graph.Find(id) is AgentNode.Member).Select(id => new NodeStart(id, SourcesOf(id)))];
            GraphLimits limits = graph.Limits;
            GraphStop stop = wave.IsEmpty ? GraphStop.None
                : progress.Round >= limits.MaxRounds ? GraphStop.Rounds
                : progress.Order.Length + wave.Length > limits.MaxExecutions ? GraphStop.Executions
                : GraphStop.None;
            GraphProgress next = stop != GraphStop.None || wave.IsEmpty
                ? progress
                : progress with { Round = progress.Round + 1, Used = progress.Used.Union(wave.SelectMany(s => s.Inputs)) };
            return new GraphMove(next, wave) { Gates = [.. _crossed], Blind = [.. _blind], Stop = stop };
        }

        private void Notice(GraphCondition? condition, ImmutableArray<string> from)
        {
            if (condition is not null && _facts.Find(from, condition.Field) is null)
            {
                _blind.Add(condition);
            }
        }

        private ImmutableArray<string> SourcesOf(string id)
        {
            List<string> sources = [];
            Add(id, sources, []);
            return [.. sources.Distinct(StringComparer.Ordinal)];
        }

        private void Add(string id, List<string> sources, HashSet<string> seen)
        {
            if (!seen.Add(id))
            {
                return;
            }

            foreach (AgentEdge edge in graph.EdgesTo(id))
            {
                if (graph.Find(edge.From) is AgentNode.Gate gate)
                {
                    AddThrough(gate, edge.Condition, sources, seen);
                }
                else if (progress.Results.TryGetValue(edge.From, out NodeResult? parent) && LeadsOn(edge, parent, _facts))
                {
                    sources.Add(edge.From);
                }
            }

            foreach ((string from, _) in _fallbacks.Where(f => f.To == id))
            {
                if (progress.Results.TryGetValue(from, out NodeResult? failed))
                {
                    sources.AddRange(failed.Inputs);
                }
                else
                {
                    Add(from, sources, seen);
                }
            }
        }

        private void AddThrough(AgentNode.Gate gate, GraphCondition? condition, List<string> sources, HashSet<string> seen)
        {
            List<string> before = [];
            Add(gate.Id, before, seen);
            ImmutableArray<string> inputs = [.. before];
            if (Holds(gate.Trip) && Holds(condition))
            {
                sources.AddRange(before);
            }

            bool Holds(GraphCondition? wanted) => wanted is null || wanted.Holds(_facts.Find(inputs, wanted.Field));
        }
    }
}
