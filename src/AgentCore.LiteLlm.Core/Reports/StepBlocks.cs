using System.Collections.Immutable;
using System.Globalization;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Reports;

/// <summary>Shows the steps of a run: when they happened, what came of each, and what went in and out.</summary>
internal static class StepBlocks
{
    private static readonly ImmutableArray<ReportColumn> Columns =
    [
        new("step"), new("what"), new("name"), new("came to"), new("why"), new("tokens in", IsFigure: true), new("tokens out", IsFigure: true),
        new("US dollars", IsFigure: true), new("time", IsFigure: true),
    ];

    /// <summary>Shows steps.</summary>
    /// <param name="steps">The steps.</param>
    /// <param name="whole">How long the run took.</param>
    /// <returns>A timeline, a table, and the texts of each step; nothing where there is no step.</returns>
    public static IEnumerable<ReportBlock> Of(ImmutableArray<AgentStep> steps, TimeSpan whole)
    {
        if (steps.IsEmpty)
        {
            yield break;
        }

        ImmutableArray<PlacedStep> all = StepPlaces.Of(steps);
        ImmutableArray<PlacedStep> shown = StepPlaces.Choose(all, out string? left);
        TimeSpan end = StepPlaces.End(all);
        ImmutableArray<TimelineBar> bars = [.. shown.Select(ToBar)];
        if (!all.Any(s => s.Step.Kind is AgentStepKind.Turn or AgentStepKind.Node) && whole > end)
        {
            bars = bars.Add(new TimelineBar(TimelineBarKind.Turn, "model answers", ReportText.None, end, whole - end));
        }

        yield return new ReportBlock.Timeline($"{ReportFigures.Count(all.Length, "step", "steps")} over time", end > whole ? end : whole, bars, left);
        yield return new ReportBlock.Table("Steps", Columns, [.. shown.Select(ToRow)], left);
        foreach (PlacedStep step in shown)
        {
            if (ToPassage(step) is { Parts.IsEmpty: false } passage)
            {
                yield return passage;
            }
        }
    }

    private static TimelineBar ToBar(PlacedStep placed) => new(
        placed.Step.Kind switch
        {
            AgentStepKind.Tool => TimelineBarKind.Tool,
            AgentStepKind.Node => TimelineBarKind.Node,
            AgentStepKind.Gate => TimelineBarKind.Gate,
            AgentStepKind.Fallback => TimelineBarKind.Fallback,
            _ => TimelineBarKind.Turn,
        },
        $"{placed.Number} {What(placed.Step)}", Name(placed.Step), placed.Start, placed.Step.Duration)
    {
        Depth = placed.Depth,
        Problem = placed.Problem,
    };

    private static ReportRow ToRow(PlacedStep placed)
    {
        AgentStep step = placed.Step;
        return new ReportRow(
            [
                ReportText.Own(placed.Number),
                ReportText.Own(What(step)),
                Name(step),
                ReportText.Own(CameTo(placed)),
                ReportText.Said(step.Reason ?? (step.Policy is { Allowed: false } refused ? refused.Reason : "")) with { Most = 300 },
                ReportText.Own(ReportFigures.Count(step.Usage.InputTokens)),
                ReportText.Own(ReportFigures.Count(step.Usage.OutputTokens)),
                ReportText.Own(ReportFigures.Cost(step.Cost)),
                ReportText.Own(ReportFigures.Time(step.Duration)),
            ],
            placed.Problem is null ? ReportTone.Plain : step.Kind == AgentStepKind.Fallback ? ReportTone.Warning : ReportTone.Bad);
    }

    private static ReportBlock.Passage ToPassage(PlacedStep placed)
    {
        AgentStep step = placed.Step;
        List<ReportPart> parts = [];
        Add(parts, "arguments", step.Arguments);
        Add(parts, step.Kind == AgentStepKind.Node ? "what it came to" : "result", step.Kind == AgentStepKind.Gate ? null : step.Result);
        if (step.Policy is { } policy)
        {
            Add(parts, policy.Enforced ? "policy" : "policy, which is only noted", policy.Reason);
        }

        if (!step.Inputs.IsEmpty)
        {
            parts.Add(new ReportPart("with the results of", ReportText.Named(string.Join(", ", step.Inputs))));
        }

        return new ReportBlock.Passage($"Step {placed.Number}: {What(step)}", Name(step), [.. parts]);
    }

    private static void Add(List<ReportPart> parts, string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            parts.Add(new ReportPart(name, ReportText.Said(text)));
        }
    }

    private static string What(AgentStep step) => step.Kind switch
    {
        AgentStepKind.Tool => "tool",
        AgentStepKind.Node => "agent",
        AgentStepKind.Gate => "gate",
        AgentStepKind.Fallback => "model",
        _ => step.ToolCalls switch
        {
            0 => "model answers",
            1 => "model calls a tool",
            var many => string.Create(CultureInfo.InvariantCulture, $"model calls {many} tools"),
        },
    };

    // A model may call a tool by any name, one that is none included.
    private static ReportText Name(AgentStep step) => step.Kind switch
    {
        AgentStepKind.Tool => ReportText.Said(step.Tool),
        AgentStepKind.Node => ReportText.Named(step.Agent is null || step.Agent == step.Node ? step.Node : $"{step.Node} ({step.Agent})"),
        AgentStepKind.Gate => ReportText.Named(step.Node),
        AgentStepKind.Fallback => ReportText.Named(step.Model),
        _ => ReportText.None,
    };

    private static string CameTo(PlacedStep placed)
    {
        string came = placed.Problem ?? placed.Step.Kind switch
        {
            AgentStepKind.Tool or AgentStepKind.Node => "succeeded",
            AgentStepKind.Gate => placed.Step.Result ?? "",
            _ => "",
        };
        return placed.Step.Approval switch
        {
            ApprovalSource.Rule => $"{came}, by a rule",
            ApprovalSource.Script => $"{came}, by a script",
            ApprovalSource.User => $"{came}, by the user",
            ApprovalSource.NobodyToAsk => $"{came}, as nobody could be asked",
            _ => came,
        };
    }
}
