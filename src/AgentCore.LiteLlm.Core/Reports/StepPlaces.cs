using System.Collections.Immutable;
using System.Globalization;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Reports;

/// <summary>Finds when the steps of a run happened: turns and calls one after another, the agents of one round of a graph side by side.</summary>
internal static class StepPlaces
{
    // A run may take ten thousand turns; a reader looks at how it began, how it ended, and what went wrong.
    private const int First = 100;
    private const int Last = 60;
    private const int Wrong = 40;

    /// <summary>Places the steps of a run.</summary>
    /// <param name="steps">The steps.</param>
    /// <returns>Every step, those within others behind them.</returns>
    public static ImmutableArray<PlacedStep> Of(ImmutableArray<AgentStep> steps)
    {
        ImmutableArray<PlacedStep>.Builder placed = ImmutableArray.CreateBuilder<PlacedStep>();
        Place(steps, "", 0, TimeSpan.Zero, placed);
        return placed.DrainToImmutable();
    }

    /// <summary>Chooses what is shown of many steps.</summary>
    /// <param name="all">The steps.</param>
    /// <param name="left">What is left out; null where nothing is.</param>
    public static ImmutableArray<PlacedStep> Choose(ImmutableArray<PlacedStep> all, out string? left)
    {
        left = null;
        if (all.Length <= First + Last + Wrong)
        {
            return all;
        }

        PlacedStep[] wrong = [.. all[First..^Last].Where(s => s.Problem is not null).Take(Wrong)];
        int shown = First + Last + wrong.Length;
        left = $"{ReportFigures.Count(all.Length - shown)} of {ReportFigures.Count(all.Length)} steps are not shown: the first {First} are, the last "
            + $"{Last}, and "
            + $"up to {Wrong} between them of which something is not as it should be.";
        return [.. all[..First], .. wrong, .. all[^Last..]];
    }

    /// <summary>Says when the last of them ended.</summary>
    public static TimeSpan End(ImmutableArray<PlacedStep> steps) =>
        steps.IsEmpty ? TimeSpan.Zero : steps.Max(s => s.Start + s.Step.Duration);

    private static TimeSpan Place(ImmutableArray<AgentStep> steps, string parent, int depth, TimeSpan start, ImmutableArray<PlacedStep>.Builder placed)
    {
        TimeSpan roundStart = start;
        TimeSpan end = start;
        int? round = null;
        for (int at = 0; at < steps.Length; at++)
        {
            AgentStep step = steps[at];
            bool isOfGraph = step.Kind is AgentStepKind.Node or AgentStepKind.Gate;
            if (!isOfGraph || step.Iteration != round)
            {
                // A turn takes what came before it of models that did not answer.
                roundStart = step.Kind == AgentStepKind.Turn ? StartOfTurn(steps, at, placed, depth) ?? end : end;
                round = isOfGraph ? step.Iteration : null;
            }

            TimeSpan begun = step.Kind == AgentStepKind.Gate ? end : roundStart;
            string number = string.Create(CultureInfo.InvariantCulture, $"{parent}{at + 1}");
            placed.Add(new PlacedStep(step, number, depth, begun));
            Place(step.Steps, $"{number}.", depth + 1, begun, placed);
            TimeSpan ended = begun + step.Duration;
            end = ended > end ? ended : end;
        }

        return end;
    }

    private static TimeSpan? StartOfTurn(ImmutableArray<AgentStep> steps, int turn, ImmutableArray<PlacedStep>.Builder placed, int depth)
    {
        int first = turn;
        while (first > 0 && steps[first - 1] is { Kind: AgentStepKind.Fallback } before && before.Iteration == steps[turn].Iteration)
        {
            first--;
        }

        return first == turn ? null : placed.Last(p => p.Depth == depth && ReferenceEquals(p.Step, steps[first])).Start;
    }
}
