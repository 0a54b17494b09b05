using AgentCore.LiteLlm.Diagrams;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Diagrams;

public sealed class BlueprintGraphTests
{
    private const string Model = "provider: litellm\nmodel_id: m\nbase_url: http://localhost:4000\n";

    [Fact]
    public void A_graph_is_drawn_layer_by_layer()
    {
        BlueprintGraph graph = Read(Team.Graph("""
              role: coordinator
              nodes:
                - { node_id: write, agent_ref: writer }
                - { node_id: facts, agent_ref: checker }
                - { node_id: style, agent_ref: style }
                - { node_id: gate, type: gate, trip_condition: score >= 0.8, fallback: write }
                - { node_id: lost, agent_ref: nobody }
              edges:
                - { from_node: write, to_node: facts }
                - { from_node: write, to_node: style, condition: length > 100 }
                - { from_node: facts, to_node: gate }
                - { from_node: style, to_node: gate }

            """));

        Assert.Equal(
            """
            a: a graph with a coordinator
              1 write: writer
                  -> facts
                  -> style, if length > 100
              2 facts: checker
                  -> gate
              2 style
                  -> gate
              3 gate: gate, passed where score >= 0.8
                  -> write, back to 1, else
                  -> a
              4 a: coordinator, with all results
              ? lost: nobody, which nothing leads to
            """.ReplaceLineEndings("\n"),
            graph.Draw(DiagramFormat.Text));
        Assert.Equal([1, 2, 2, 3, 0, 4], graph.Nodes.Select(n => n.Layer));
        Assert.Equal([(true, true)], graph.Edges.Where(e => e.IsBack).Select(e => (e.IsFallback, e.To == "write")));
        Assert.Equal(("gate", "a"), (graph.Edges[^1].From, graph.Edges[^1].To));
        Assert.Contains("n3 -.->|\"else\"| n0", graph.Draw(DiagramFormat.Mermaid), StringComparison.Ordinal);
        Assert.Contains("n0 -> n2 [label=\"length > 100\"]", graph.Draw(DiagramFormat.Dot), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "      -> next", "n0 --> n1")]
    [InlineData("  role: coordinator\n", "      -> a, else", "n0 -.->|\"else\"| n2")]
    public void Where_a_gate_leads_that_is_not_passed_is_said(string role, string line, string arrow)
    {
        BlueprintGraph graph = Read($$"""
            multi_agent:
              pattern: graph
            {{role}}  nodes: [{ node_id: gate, type: gate, trip_condition: score > 1 }, { node_id: next, agent_ref: b }]
              edges: [{ from_node: gate, to_node: next }]
            """);

        Assert.Contains("gate: gate, passed where score > 1, else that way ends\n", graph.Draw(DiagramFormat.Text), StringComparison.Ordinal);
        Assert.Contains($"{line}\n", graph.Draw(DiagramFormat.Text), StringComparison.Ordinal);
        Assert.Contains(arrow, graph.Draw(DiagramFormat.Mermaid), StringComparison.Ordinal);
    }

    [Fact]
    public void Those_that_a_coordinator_calls_stand_behind_it()
    {
        BlueprintGraph graph = Read("multi_agent: { role: coordinator, specialists: [researcher, checker] }\n");

        Assert.Equal(
            """
            a: a coordinator that calls agents as tools
              1 a: coordinator
                  -> researcher, as a tool
                  -> checker, as a tool
              2 researcher
              2 checker
            """.ReplaceLineEndings("\n"),
            graph.Draw(DiagramFormat.Text));
        Assert.Equal("flowchart TD\n    n0([\"a: coordinator\"])\n    n1[\"researcher\"]\n    n2[\"checker\"]\n"
            + "    n0 -->|\"as a tool\"| n1\n    n0 -->|\"as a tool\"| n2", graph.Draw(DiagramFormat.Mermaid));
        Assert.Contains("n0 -> n2 [label=\"as a tool\"]", graph.Draw(DiagramFormat.Dot), StringComparison.Ordinal);
    }

    [Fact]
    public void The_coordinator_of_a_graph_may_call_an_agent_that_is_a_node_too()
    {
        BlueprintGraph graph = Read(Team.Graph("""
              role: coordinator
              specialists: [checker]
              nodes: [{ node_id: checker, agent_ref: checker }]

            """));

        Assert.Equal(
            """
            a: a graph with a coordinator
              1 checker
                  -> a
              2 a: coordinator, with all results
                  -> checker (tool), as a tool
              3 checker (tool): checker
            """.ReplaceLineEndings("\n"),
            graph.Draw(DiagramFormat.Text));
    }

    [Fact]
    public void A_node_lies_beyond_the_longest_way_to_it()
    {
        BlueprintGraph graph = Read(Team.Graph("""
              nodes: [{ node_id: a, agent_ref: a }, { node_id: d, agent_ref: d }, { node_id: b, agent_ref: b }, { node_id: c, agent_ref: c }]
              edges:
                - { from_node: a, to_node: b }
                - { from_node: a, to_node: d }
                - { from_node: b, to_node: c }
                - { from_node: c, to_node: d }
                - { from_node: d, to_node: b, condition: again == true }

            """));

        Assert.Equal("a1 d4 b2 c3", string.Join(' ', graph.Nodes.Select(n => FormattableString.Invariant($"{n.NodeId}{n.Layer}"))));
        Assert.Equal(["d -> b, if again == true"], graph.Edges.Where(e => e.IsBack).Select(e => e.ToString()));
    }

    [Fact]
    public void A_swarm_has_no_edges_and_everybody_is_in_it()
    {
        BlueprintGraph graph = Read("multi_agent: { specialists: [b, c] }\n");

        Assert.Equal(["a", "b", "c"], graph.Nodes.Select(n => n.NodeId));
        Assert.Empty(graph.Edges);
        Assert.Contains("  - a, who begins\n", graph.Draw(DiagramFormat.Text), StringComparison.Ordinal);
        Assert.Contains("n1 <-.-> n2", graph.Draw(DiagramFormat.Mermaid), StringComparison.Ordinal);
        Assert.Contains("n0 -> n1 [dir=both", graph.Draw(DiagramFormat.Dot), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_stay_text_whatever_they_hold_and_lines_stay_short()
    {
        string name = "x\"] --> n9; click|" + new string('y', 100);
        BlueprintGraph graph = Read(Team.Graph($"  nodes: [{{ node_id: '{name}', agent_ref: 'z\\\"' }}]\n"));

        Assert.All(graph.Draw(DiagramFormat.Text).Split('\n'), l => Assert.True(l.Length <= 80, l));
        Assert.DoesNotContain("\"]", graph.Draw(DiagramFormat.Mermaid).Split('\n')[1][..^2], StringComparison.Ordinal);
        Assert.DoesNotContain("|", graph.Draw(DiagramFormat.Mermaid), StringComparison.Ordinal);
        Assert.Contains("x\\\"]", graph.Draw(DiagramFormat.Dot), StringComparison.Ordinal);
        Assert.Contains("z\\\\\\\"", graph.Draw(DiagramFormat.Dot), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_answers_alone_is_no_graph() => Assert.Null(BlueprintGraph.Of(Blueprint.With(Model, "multi_agent: { role: specialist }\n")));

    [Fact]
    public void A_long_chain_needs_no_stack()
    {
        string nodes = string.Join(',', Enumerable.Range(0, 1_500).Select(n => FormattableString.Invariant($"{{node_id: n{n}, agent_ref: a}}")));
        string edges = string.Join(
            ',', Enumerable.Range(0, 1_499).Select(n => FormattableString.Invariant($"{{from_node: n{n}, to_node: n{n + 1}}}")));

        Assert.Equal(1_500, Read(Team.Graph($"  nodes: [{nodes}]\n  edges: [{edges}]\n")).Nodes[^1].Layer);
    }

    private static BlueprintGraph Read(string tail) => BlueprintGraph.Of(Blueprint.With(Model, tail))!;
}
