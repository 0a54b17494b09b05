using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Conditions;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Graphs;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Graphs;

/// <summary>What a graph decides, without anybody being asked: 'a>b[x > 1]' is an edge with its condition, 'g?x > 1:f' a gate with its fallback.</summary>
public sealed class GraphProgressTests
{
    [Theory]
    // one after the other
    [InlineData("a b c", "a>b b>c", "", "a() | b(a) | c(b)", "c")]
    // all at once, and together again
    [InlineData("a b c d", "a>b a>c b>d c>d", "", "a() | b(a) c(a) | d(b,c)", "d")]
    // inputs stand in the order of the edges, whatever the nodes'
    [InlineData("a b c d", "a>c a>b c>d b>d", "", "a() | b(a) c(a) | d(c,b)", "d")]
    // a join runs as soon as any parent has finished, and again with the later one
    [InlineData("a b c d", "a>b a>d b>c c>d", "", "a() | b(a) d(a) | c(b) | d(a,c)", "d")]
    // two ends
    [InlineData("a b c", "a>b a>c", "", "a() | b(a) c(a)", "b c")]
    // an edge whose condition does not hold
    [InlineData("a b c", "a>b[n > 1] a>c[n <= 1]", "a={\"n\":1}", "a() | c(a)", "c")]
    // nothing holds: what came before is the answer
    [InlineData("a b", "a>b[n > 1]", "a={\"n\":1}", "a()", "a")]
    // a circle that ends by what it comes to
    [InlineData("a b", "a>b b>a[n < 1]", "b={\"n\":0}/{\"n\":1}", "a() | b(a) | a(b) | b(a)", "b")]
    // another node's field, and the framework's way to write it
    [InlineData("a b c d", "a>b b>c[a.n == 1] b>d[results.a.n == 2]", "a={\"n\":1}", "a() | b(a) | c(b)", "c")]
    // what is known of every run
    [InlineData("a b c", "a>b[status == completed] a>c[output == 'it is']", "a=it is", "a() | b(a) c(a)", "b c")]
    [InlineData("a b c", "a>b[execution_time > 5] a>c[execution_time < 5]", "", "a() | c(a)", "c")]
    [InlineData("a b", "a>b b>a[execution_count < 5]", "", "a() | b(a) | a(b) | b(a) | a(b) | b(a)", "b")]
    [InlineData("a b c", "a>b[c.status == pending]", "", "a() | b(a)", "b")]
    public void Waves_follow_the_edges(string nodes, string edges, string outputs, string waves, string ends)
    {
        (string happened, GraphProgress progress) = Run(nodes, edges, outputs);

        Assert.Equal(waves, happened);
        Assert.Equal(ends, string.Join(' ', progress.Ends.Select(e => e.Node)));
    }

    [Theory]
    // passed where the condition holds, and what it was given goes on
    [InlineData("a g?n>1:f b f", "a>g g>b", "a={\"n\":2}", "a() | +g(a) b(a)", "b")]
    // else the fallback, and the edges are not followed
    [InlineData("a g?n>1:f b f", "a>g g>b", "a={\"n\":1}", "a() | -g(a) f(a)", "f")]
    // no fallback: the branch ends, and what came before it is the answer
    [InlineData("a g?n>1 b", "a>g g>b", "a={\"n\":1}", "a() | -g(a)", "a")]
    // a field that is missing does not hold
    [InlineData("a g?n>1:f b f", "a>g g>b", "", "a() | -g(a) f(a)", "f")]
    // a gate without a condition lets everything pass
    [InlineData("a g? b", "a>g g>b", "", "a() | +g(a) b(a)", "b")]
    // gates one after the other take no round
    [InlineData("a g?n>1 h?n>2:f b f", "a>g g>h h>b", "a={\"n\":2}", "a() | +g(a) -h(a) f(a)", "f")]
    // a gate decides by all that led to it, the first that has the field
    [InlineData("s a b g?n>1 c", "s>a s>b a>g b>g g>c", "b={\"n\":2}", "s() | a(s) b(s) | +g(a,b) c(a,b)", "c")]
    // it leads back until it is passed
    [InlineData("a g?n>1:a b", "a>g g>b", "a={\"n\":1}/{\"n\":2}", "a() | -g(a) a(a) | +g(a) b(a)", "b")]
    // an edge from a gate has a condition of its own
    [InlineData("a g?n>1 b c", "a>g g>b[n > 5] g>c", "a={\"n\":2}", "a() | +g(a) c(a)", "c")]
    // a circle of gates ends
    [InlineData("a g? h?", "a>g g>h h>g", "", "a() | +g(a) +h(a)", "a")]
    // the first node may be a gate: nothing came before it
    [InlineData("g?n>1:b a b", "g>a", "", "-g() b()", "b")]
    public void Gates_decide_as_the_schema_says(string nodes, string edges, string outputs, string waves, string ends)
    {
        (string happened, GraphProgress progress) = Run(nodes, edges, outputs);

        Assert.Equal(waves, happened);
        Assert.Equal(ends, string.Join(' ', progress.Ends.Select(e => e.Node)));
    }

    [Theory]
    [InlineData("a b", "a>b", false, "")]
    [InlineData("a b", "a>b[status == failed]", true, "a() | b()")]
    [InlineData("a b", "a>b[a.status != completed]", true, "a() | b()")]
    // what is no condition about the failure does not lead on from one
    [InlineData("a b", "a>b[execution_time < 5]", false, "")]
    [InlineData("a:f b f", "a>b", true, "a() | f()")]
    public void A_failure_is_covered_by_an_edge_about_it_or_a_fallback(string nodes, string edges, bool isCovered, string waves)
    {
        AgentGraph graph = ToGraph(nodes, edges);
        NodeResult failed = Fail("a", []);
        GraphMove first = GraphProgress.Begin(graph);

        Assert.Equal(isCovered, first.Progress.Covers(graph, failed));
        if (isCovered)
        {
            GraphMove next = first.Progress.Next(graph, [failed]);
            string told = string.Join(' ', next.Wave.Select(s => $"{s.Node}({string.Join(',', s.Inputs.Where(i => i != "a"))})"));
            Assert.Equal(waves, $"a() | {told}");
        }
    }

    [Fact]
    public void A_node_that_stands_in_for_another_gets_what_that_one_had()
    {
        AgentGraph graph = ToGraph("s a:f b f", "s>a a>b");
        GraphMove move = GraphProgress.Begin(graph);
        move = move.Progress.Next(graph, [ToResult("s", null, move.Wave[0].Inputs)]);
        NodeResult failed = Fail("a", move.Wave[0].Inputs);

        move = move.Progress.Next(graph, [failed]);

        Assert.Equal(("f", "s"), (Assert.Single(move.Wave).Node, Assert.Single(move.Wave[0].Inputs)));
    }

    [Theory]
    [InlineData(3, null, GraphStop.Rounds, "a() | b(a) | a(b)")]
    [InlineData(20, 4, GraphStop.Executions, "a() | b(a) | a(b) | b(a)")]
    public void A_circle_ends_at_a_limit(int rounds, int? executions, object stop, string waves)
    {
        AgentGraph graph = ToGraph("a b", "a>b b>a", new GraphLimits { MaxRounds = rounds, MaxExecutions = executions });

        (string happened, _, GraphStop found) = Run(graph, "");

        Assert.Equal((waves, (GraphStop)stop), (happened, found));
    }

    [Fact]
    public void A_condition_that_finds_nothing_is_told()
    {
        AgentGraph graph = ToGraph("a b g?m>1", "a>b[n > 1] a>g");
        GraphMove move = GraphProgress.Begin(graph);

        move = move.Progress.Next(graph, [ToResult("a", null, [])]);

        Assert.Equal(["n > 1", "m > 1"], move.Blind.Select(c => c.Text));
    }

    [Fact]
    public void Random_graphs_come_to_an_end_within_their_limits()
    {
        Random random = new(20261129);
        for (int graphs = 0; graphs < 200; graphs++)
        {
            AgentGraph graph = ToRandomGraph(random);
            GraphMove move = GraphProgress.Begin(graph);
            int rounds = 0;
            int executions = 0;
            while (!move.Wave.IsEmpty && move.Stop == GraphStop.None)
            {
                rounds++;
                executions += move.Wave.Length;
                Assert.True(rounds <= graph.Limits.MaxRounds && executions <= (graph.Limits.MaxExecutions ?? int.MaxValue), $"graph {graphs}");
                Assert.Equal(move.Wave.Select(s => s.Node).Distinct(), move.Wave.Select(s => s.Node));
                GraphProgress before = move.Progress;
                Assert.All(move.Wave.SelectMany(s => s.Inputs), i => Assert.True(before.Results.ContainsKey(i), $"graph {graphs}"));
                ImmutableArray<NodeResult> results = [.. move.Wave.Select(s => ToRandomResult(random, graph, before, s))];
                move = before.Next(graph, results);
            }

            Assert.Equal((rounds, executions), (move.Progress.Round, move.Progress.Order.Length));
        }
    }

    private static NodeResult Fail(string node, ImmutableArray<string> inputs) => new(node)
    {
        Failure = new ChatFailure { Kind = FailureKind.ServerError, Summary = "no", Endpoint = "e" },
        Inputs = inputs,
    };

    private static NodeResult ToRandomResult(Random random, AgentGraph graph, GraphProgress progress, NodeStart start)
    {
        NodeResult failed = Fail(start.Node, start.Inputs);
        return random.Next(5) == 0 && progress.Covers(graph, failed)
            ? failed
            : ToResult(start.Node, random.Next(3) == 0 ? null : JsonElement.Parse($$"""{"n":{{random.Next(4)}}}"""), start.Inputs);
    }

    internal static AgentGraph ToRandomGraph(Random random)
    {
        string[] names = [.. Enumerable.Range(0, random.Next(1, 12)).Select(n => $"n{n}")];
        string Any() => names[random.Next(names.Length)];
        GraphCondition? Maybe() => random.Next(2) == 0 ? null : ConditionReader.Read(
            random.Next(4) switch { 0 => "status == failed", 1 => $"{Any()}.n > 1", 2 => "n == 2", _ => "execution_count < 9" }, out _);
        return new AgentGraph
        {
            Agent = "main",
            Nodes =
            [
                .. names.Select(AgentNode (n) => random.Next(4) == 0
                    ? new AgentNode.Gate(n, Maybe()) { Fallback = random.Next(2) == 0 ? Any() : null }
                    : new AgentNode.Member(n, n, "", ChatRun.Request) { Fallback = random.Next(4) == 0 ? Any() : null }),
            ],
            Edges = [.. Enumerable.Range(0, random.Next(names.Length * 3)).Select(_ => new AgentEdge(Any(), Any(), Maybe()))],
            Entry = Any(),
            Limits = new GraphLimits { MaxRounds = random.Next(1, 30), MaxExecutions = random.Next(2) == 0 ? null : random.Next(1, 50) },
        };
    }

    private static (string Waves, GraphProgress Progress) Run(string nodes, string edges, string outputs)
    {
        (string waves, GraphProgress progress, GraphStop stop) = Run(ToGraph(nodes, edges), outputs);
        Assert.Equal(GraphStop.None, stop);
        return (waves, progress);
    }

    private static (string Waves, GraphProgress Progress, GraphStop Stop) Run(AgentGraph graph, string outputs)
    {
        // In 'a={...}/{...}' the second is what a comes to when it runs again.
        Dictionary<string, string[]> script = outputs.Split('|', StringSplitOptions.RemoveEmptyEntries)
            .Select(o => o.Split('=', 2)).ToDictionary(o => o[0], o => o[1].Split('/'));
        Dictionary<string, int> runs = [];
        List<string> waves = [];
        GraphMove move = GraphProgress.Begin(graph);
        while (true)
        {
            string gates = string.Concat(move.Gates.Select(g => $"{(g.IsPassed ? '+' : '-')}{g.Gate}({string.Join(',', g.Inputs)}) "));
            if (move.Wave.IsEmpty || move.Stop != GraphStop.None)
            {
                string all = string.Join(" | ", gates.Length > 0 ? [.. waves, gates.TrimEnd()] : waves);
                return (all, move.Progress, move.Stop);
            }

            waves.Add(gates + string.Join(' ', move.Wave.Select(s => $"{s.Node}({string.Join(',', s.Inputs)})")));
            ImmutableArray<NodeResult> results =
            [
                .. move.Wave.Select(s =>
                {
                    int run = runs[s.Node] = runs.GetValueOrDefault(s.Node) + 1;
                    string said = script.TryGetValue(s.Node, out string[]? all) ? all[Math.Min(run, all.Length) - 1] : "";
                    return said.StartsWith('{') ? ToResult(s.Node, JsonElement.Parse(said), s.Inputs) : ToResult(s.Node, null, s.Inputs) with { Text = said };
                }),
            ];
            move = move.Progress.Next(graph, results);
        }
    }

    private static NodeResult ToResult(string node, JsonElement? output, ImmutableArray<string> inputs) => new(node)
    {
        Reply = new AgentReply { Text = "", RequestedModel = "m", Endpoint = "e", Mode = Modes.ExecutionMode.Production },
        Output = output,
        Duration = TimeSpan.FromSeconds(1),
        Inputs = inputs,
    };

    private static AgentGraph ToGraph(string nodes, string edges, GraphLimits? limits = null)
    {
        List<AgentNode> all = [];
        foreach (string node in nodes.Split(' '))
        {
            string[] parts = node.Split('?', 2);
            string[] fallback = parts[^1].Split(':', 2);
            string trip = fallback[0].Replace(">", " > ", StringComparison.Ordinal);
            all.Add(parts.Length == 1
                ? new AgentNode.Member(fallback[0], fallback[0], "", ChatRun.Request) { Fallback = fallback.ElementAtOrDefault(1) }
                : new AgentNode.Gate(parts[0], trip.Length == 0 ? null : ConditionReader.Read(trip, out _)) { Fallback = fallback.ElementAtOrDefault(1) });
        }

        return new AgentGraph
        {
            Agent = "main",
            Nodes = [.. all],
            Edges = [.. EdgePattern().Matches(edges).Select(m => new AgentEdge(
                m.Groups[1].Value, m.Groups[2].Value, m.Groups[3].Success ? ConditionReader.Read(m.Groups[3].Value, out _) : null))],
            Entry = all[0].Id,
            Limits = limits ?? new GraphLimits(),
        };
    }

    private static System.Text.RegularExpressions.Regex EdgePattern() => new(@"(\w+)>(\w+)(?:\[([^\]]+)\])?");
}
