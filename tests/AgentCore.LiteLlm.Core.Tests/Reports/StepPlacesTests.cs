using System.Collections.Immutable;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Reports;
using Xunit;
using static AgentCore.LiteLlm.Tests.Support.SampleReport;

namespace AgentCore.LiteLlm.Tests.Reports;

public sealed class StepPlacesTests
{
    [Fact]
    public void Turns_and_calls_come_one_after_another() => Assert.Equal(
        [("1", 0.0), ("2", 1.0), ("3", 3.0), ("4", 3.5)], Place(Turn(1, 1, 2), Tool(1, "a", 2), Tool(1, "b", 0.5), Turn(2, 1)));

    [Fact]
    public void The_nodes_of_a_round_run_side_by_side_and_the_next_round_waits_for_the_longest() => Assert.Equal(
        [("1", 0.0), ("1.1", 0.0), ("1.2", 0.25), ("2", 0.0), ("3", 2.0), ("4", 2.0), ("4.1", 2.0)],
        Place(Node(1, "a", 0.5, Turn(1, 0.25), Turn(2, 0.25)), Node(1, "b", 2), Gate(1), Node(2, "c", 1, Turn(1, 1))));

    [Fact]
    public void A_turn_holds_what_came_before_it_of_models_that_did_not_answer() => Assert.Equal(
        [("1", 0.0), ("2", 1.0), ("3", 2.0), ("4", 1.0), ("5", 5.0)],
        Place(Turn(1, 1), Fallback(2, 1), Fallback(2, 1), Turn(2, 4), Tool(2, "a", 1)));

    [Fact]
    public void Of_many_steps_the_first_the_last_and_what_went_wrong_are_shown()
    {
        AgentStep[] steps = [.. Enumerable.Range(1, 500).Select(i => Tool(i, $"{i}", 1, i % 100 == 0 ? ToolOutcome.Denied : ToolOutcome.Succeeded))];

        ImmutableArray<PlacedStep> chosen = StepPlaces.Choose(StepPlaces.Of([.. steps]), out string? left);

        Assert.Equal([.. Enumerable.Range(1, 100), 200, 300, 400, .. Enumerable.Range(441, 60)], chosen.Select(s => int.Parse(s.Number, null)));
        Assert.StartsWith("337 of 500 steps are not shown", left, StringComparison.Ordinal);
    }

    private static (string, double)[] Place(params AgentStep[] steps) => [.. StepPlaces.Of([.. steps]).Select(s => (s.Number, s.Start.TotalSeconds))];

    private static AgentStep Gate(int round) => new() { Iteration = round, Kind = AgentStepKind.Gate, Node = "g", Result = "passed" };

    private static AgentStep Fallback(int turn, double seconds) =>
        new() { Iteration = turn, Kind = AgentStepKind.Fallback, Model = "x", Reason = "It failed.", Duration = TimeSpan.FromSeconds(seconds) };
}
