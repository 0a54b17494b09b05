using System.Collections.Immutable;
using System.Globalization;
using AgentCore.LiteLlm.Reports;

namespace AgentCore.LiteLlm.Runs;

/// <summary>Shows a kept run in a report.</summary>
internal static class RunSection
{
    private static readonly ImmutableArray<ReportColumn> CallColumns =
        [new("turn", IsFigure: true), new("tool"), new("arguments"), new("state"), new("agent"), new("id of the call")];

    /// <summary>Adds a run to a report.</summary>
    /// <param name="draft">The report.</param>
    /// <param name="run">The run.</param>
    /// <param name="root">The folder that paths are relative to.</param>
    public static void AddTo(ReportDraft draft, AgentSavedRun run, string root)
    {
        if (run.Reply is { } reply)
        {
            draft.Count(reply);
        }
        else
        {
            draft.Count(run.Spent, run.Steps);
        }

        ReportSubject subject = new(run.Vault ?? run.Reply?.Vault, run.Reply?.Protection ?? run.Protection);
        TimeSpan time = run.Reply?.Duration ?? StepPlaces.End(StepPlaces.Of(run.Steps));
        draft.Add(
            State(run), ReportText.Named(run.Model), run.Prompt, run.Spent, time, subject,
            title => new ReportSection(title)
            {
                Badges = [State(run), .. run.Reply is null ? [] : ReplySection.Badges(run.Reply), .. Sealed(run)],
                Blocks = [.. Blocks(run, time, root)],
                Subject = subject,
            });
    }

    private static ReportBadge State(AgentSavedRun run) => run.Status switch
    {
        RunStatus.Completed => new ReportBadge("completed", ReportTone.Good),
        RunStatus.Failed => new ReportBadge("failed", ReportTone.Bad),
        RunStatus.Interrupted => new ReportBadge("interrupted", ReportTone.Warning),
        RunStatus.Pending => new ReportBadge("waits for decisions", ReportTone.Warning),
        _ => new ReportBadge("running"),
    };

    private static ReportBadge[] Sealed(AgentSavedRun run) => run.IsSealed ? [new ReportBadge("encrypted")] : [];

    private static IEnumerable<ReportBlock> Blocks(AgentSavedRun run, TimeSpan time, string root)
    {
        if (run.ErrorId is not null)
        {
            yield return new ReportBlock.Notes("What went wrong", ReportTone.Bad, [ReportText.Said(run.ErrorMessage ?? run.ErrorId)]);
        }

        if (run.IsSealed)
        {
            yield return new ReportBlock.Notes(
                "Encrypted", ReportTone.Plain, [ReportText.Own("What the run holds is encrypted, and there was no key to read it.")]);
        }

        foreach (ReportBlock block in Calls("Calls that wait for a decision", run.PendingApprovals)
            .Concat(Calls("Begun, and not known to have ended", run.UncertainCalls)))
        {
            yield return block;
        }

        if (!run.RepeatedTurns.IsEmpty)
        {
            yield return new ReportBlock.Notes(
                "Asked again after it may have been paid for", ReportTone.Warning,
                [ReportText.Own($"Turns {string.Join(", ", run.RepeatedTurns)}.")]);
        }

        yield return new RunFacts()
            .Named("Kept run", run.Id)
            .Named("Agent", $"{run.Agent} {run.AgentVersion}".TrimEnd())
            .Named("Folder", ReportPath.ToShort(run.Path, root))
            .Own("Begun", ReportFigures.Moment(run.Started))
            .Own("Last written down", ReportFigures.Moment(run.Updated))
            .Own("Error", run.ErrorId)
            .ToBlock();
        if (run.Reply is { } reply)
        {
            foreach (ReportBlock block in ReplySection.Blocks(reply))
            {
                yield return block;
            }

            yield break;
        }

        if (run.Prompt.Length > 0)
        {
            yield return new ReportBlock.Passage("What was asked", ReportText.None, [new ReportPart("", ReportText.Said(run.Prompt))], IsOpen: true);
        }

        foreach (ReportBlock block in StepBlocks.Of(run.Steps, time))
        {
            yield return block;
        }

        yield return new RunFacts().Named("Model that was asked", run.Model).Spent(run.Spent).ToBlock();
    }

    private static IEnumerable<ReportBlock> Calls(string caption, ImmutableArray<AgentOpenCall> calls) => calls.IsEmpty ? [] :
    [
        new ReportBlock.Table(caption, CallColumns,
        [
            .. calls.Select(c => new ReportRow(
                [
                    ReportText.Own(c.Turn.ToString(CultureInfo.InvariantCulture)),
                    c.Tool is null ? ReportText.Own("the model") : ReportText.Said(c.Tool),
                    ReportText.Said(c.Arguments) with { Most = 300 },
                    ReportText.Own(Describe(c.State)),
                    ReportText.Named(c.Node),
                    ReportText.Named(c.CallId),
                ],
                ReportTone.Warning)),
        ]),
    ];

    private static string Describe(OpenCallState state) => state switch
    {
        OpenCallState.Waiting => "waits",
        OpenCallState.Approved => "approved, not made yet",
        OpenCallState.Denied => "denied",
        OpenCallState.MayBePaid => "may be paid for",
        _ => "uncertain",
    };
}
