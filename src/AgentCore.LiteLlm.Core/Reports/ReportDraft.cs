using System.Collections.Immutable;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Costs;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Protection;

namespace AgentCore.LiteLlm.Reports;

/// <summary>A report while it is put together: what is counted of everything, and what is shown of as much as a reader can take.</summary>
/// <param name="format">As what it will be written.</param>
internal sealed class ReportDraft(AgentReportFormat format)
{
    // Summaries of jobs may have a megabyte, and their readers little time.
    private readonly bool _isShort = format == AgentReportFormat.Markdown;
    private readonly Dictionary<string, AgentUsage> _models = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _protected = new(StringComparer.Ordinal);
    private readonly List<ReportCard> _cards = [];
    private readonly List<ReportSection> _parts = [];
    private readonly List<ReportRow> _rows = [];
    private readonly List<ReportSection> _runs = [];
    private AgentUsage _usage = new();
    private int _details;
    private int _given;
    private int _wrong;
    private int _tools;
    private int _refusedTools;
    private int _failedTools;

    /// <summary>Gets the most rows of a table.</summary>
    public int MostRows => _isShort ? 100 : 1_000;

    /// <summary>Asks whether one more run may be shown with all its steps.</summary>
    /// <returns>True as long as a reader can take one more.</returns>
    public bool TakeDetail() => _details++ < (_isShort ? 20 : 100);

    /// <summary>Adds a figure to the head of the report.</summary>
    /// <param name="card">The figure.</param>
    public void Add(ReportCard card) => _cards.Add(card);

    /// <summary>Adds a part.</summary>
    /// <param name="part">The part.</param>
    public void Add(ReportSection part) => _parts.Add(part);

    /// <summary>Adds a run of its own.</summary>
    /// <param name="reply">What it came to.</param>
    public void Add(AgentReply reply)
    {
        Count(reply);
        Add(
            ReplySection.State(reply), ReportText.Named(reply.Model ?? reply.RequestedModel), ReplySection.Asked(reply), reply.Spent, reply.Duration,
            new ReportSubject(reply.Vault, reply.Protection), title => ReplySection.Of(reply, title));
    }

    /// <summary>Adds a run that failed.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="asked">What was asked; empty where that is not known.</param>
    public void Add(ChatFailure failure, string asked)
    {
        Count(failure);
        TimeSpan time = StepPlaces.End(StepPlaces.Of(failure.Steps));
        Add(
            new ReportBadge($"failed: {failure.Kind}", ReportTone.Bad), ReportText.None, asked, failure.Spent, time,
            new ReportSubject(failure.Vault, failure.Protection), title => FailureSection.Of(failure, title, asked));
    }

    /// <summary>Adds an error that is not one of a call.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="message">What it says.</param>
    /// <param name="advice">What to do about it; null for nothing.</param>
    public void Add(string id, string message, string? advice) => Add(
        new ReportBadge($"failed: {ReportCleaner.ToName(id)}", ReportTone.Bad), ReportText.None, "", Spent.Nothing, TimeSpan.Zero,
            new ReportSubject(null, null),
        title => new ReportSection(title)
        {
            Badges = [new ReportBadge("failed", ReportTone.Bad)],
            Blocks =
            [
                new ReportBlock.Notes(
                    "What went wrong", ReportTone.Bad, [.. new[] { message, advice }.Where(t => !string.IsNullOrEmpty(t)).Select(ReportText.Said)]),
                new RunFacts().Named("Error", id).ToBlock(),
            ],
            Subject = new ReportSubject(null, null),
        });

    /// <summary>Adds a run.</summary>
    /// <param name="state">How it ended, or where it stands.</param>
    /// <param name="name">The model; empty where none is known.</param>
    /// <param name="asked">What was asked; empty where that is not known.</param>
    /// <param name="spent">What it used and cost.</param>
    /// <param name="time">How long it took.</param>
    /// <param name="subject">What is known of personal data in it.</param>
    /// <param name="detail">Shows all of it under a heading.</param>
    public void Add(
        ReportBadge state, ReportText name, string asked, Spent spent, TimeSpan time, ReportSubject subject, Func<ReportText, ReportSection> detail)
    {
        _given++;
        _wrong += state.Tone == ReportTone.Bad ? 1 : 0;
        bool isShown = TakeDetail();
        if (_rows.Count < MostRows)
        {
            _rows.Add(new ReportRow(
                [
                    ReportText.Own(ReportFigures.Count(_given)),
                    ReportText.Own(state.Text),
                    name,
                    ReportText.Begin(asked, 160),
                    ReportText.Own(ReportFigures.Count(spent.Usage?.InputTokens)),
                    ReportText.Own(ReportFigures.Count(spent.Usage?.OutputTokens)),
                    ReportText.Own(ReportFigures.Cost(spent.Cost)),
                    ReportText.Own(ReportFigures.Time(time)),
                ],
                state.Tone is ReportTone.Good ? ReportTone.Plain : state.Tone)
            {
                Subject = subject,
                Run = isShown ? _given : 0,
            });
        }

        if (isShown)
        {
            _runs.Add(detail(ReportText.Own($"Run {ReportFigures.Count(_given)}")) with { Run = _given });
        }
    }

    /// <summary>Counts a reply.</summary>
    /// <param name="reply">The reply.</param>
    public void Count(AgentReply reply)
    {
        _usage = _usage.Plus(reply);
        string model = reply.Model ?? reply.RequestedModel;
        _models[model] = (_models.GetValueOrDefault(model) ?? new AgentUsage { Model = model }).Plus(reply);
        CountTools(reply.Steps);
        foreach (EntityCount found in reply.Protection?.Found ?? [])
        {
            string entity = ReportCleaner.ToName(found.Entity);
            string kind = found.Action == ProtectionAction.Keep ? $"{entity} (kept)" : entity;
            _protected[kind] = _protected.GetValueOrDefault(kind) + found.Count;
        }
    }

    /// <summary>Counts a call that failed.</summary>
    /// <param name="failure">The failure.</param>
    public void Count(ChatFailure failure)
    {
        _usage = _usage.Plus(failure);
        CountTools(failure.Steps);
    }

    /// <summary>Counts a run that has no reply.</summary>
    /// <param name="spent">What it used and cost.</param>
    /// <param name="steps">Its steps.</param>
    public void Count(Spent spent, ImmutableArray<AgentStep> steps)
    {
        _usage = _usage.Plus(spent) with { Duration = _usage.Duration + StepPlaces.End(StepPlaces.Of(steps)) };
        CountTools(steps);
    }

    /// <summary>Makes the report.</summary>
    /// <param name="title">Its heading.</param>
    /// <param name="made">When it is made.</param>
    /// <param name="keepsPersonalData">Whether personal data stays in it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ReportDocument> FinishAsync(string title, DateTimeOffset made, bool keepsPersonalData, CancellationToken cancellationToken)
    {
        ReportCleaner cleaner = _isShort
            ? new ReportCleaner(keepsPersonalData, longest: 1_500, most: 200_000)
            : new ReportCleaner(keepsPersonalData, longest: 20_000, most: 8_000_000);
        ReportSection head = await cleaner.CleanAsync(new ReportSection(ReportText.Named(title)), cancellationToken).ConfigureAwait(false);
        ImmutableArray<ReportSection>.Builder sections = ImmutableArray.CreateBuilder<ReportSection>();
        foreach (ReportSection section in All())
        {
            sections.Add(await cleaner.CleanAsync(section, cancellationToken).ConfigureAwait(false));
        }

        return new ReportDocument
        {
            Title = head.Title,
            Made = made,
            Cards = [.. Cards(cleaner.Replaced)],
            Sections = sections.DrainToImmutable(),
            Notices = [.. Notices(cleaner, keepsPersonalData)],
        };
    }

    private IEnumerable<ReportSection> All()
    {
        foreach (ReportSection part in _parts)
        {
            yield return part;
        }

        if (_given > 1)
        {
            string? left = _given > _rows.Count ? $"{ReportFigures.Count(_given - _rows.Count)} further runs are counted, and have no row." : null;
            yield return new ReportSection(ReportText.Own("Runs"))
            {
                Blocks =
                [
                    new ReportBlock.Table(
                        "All runs",
                        [
                            new("run"), new("state"), new("model"), new("asked"), new("tokens in", IsFigure: true), new("tokens out", IsFigure: true),
                            new("US dollars", IsFigure: true), new("time", IsFigure: true),
                        ],
                        [.. _rows], left),
                ],
            };
        }

        if (_models.Count > 1)
        {
            yield return ByModel();
        }

        foreach (ReportSection run in _runs)
        {
            yield return run;
        }
    }

    private ReportSection ByModel() => new(ReportText.Own("Models"))
    {
        Blocks =
        [
            new ReportBlock.Table(
                "What each model used and cost",
                [
                    new("model"), new("replies", IsFigure: true), new("tokens in", IsFigure: true), new("tokens out", IsFigure: true),
                    new("US dollars", IsFigure: true), new("time", IsFigure: true),
                ],
                [
                    .. _models.Values.OrderByDescending(u => u.Cost ?? 0).ThenBy(u => u.Model, StringComparer.Ordinal).Take(MostRows).Select(u => new ReportRow(
                        [
                            ReportText.Named(u.Model),
                            ReportText.Own(ReportFigures.Count(u.Replies)),
                            ReportText.Own(ReportFigures.Count(u.InputTokens)),
                            ReportText.Own(ReportFigures.Count(u.OutputTokens)),
                            ReportText.Own(ReportFigures.Cost(u.Cost)),
                            ReportText.Own(ReportFigures.Time(u.Duration)),
                        ])),
                ]),
        ],
    };

    private IEnumerable<ReportCard> Cards(int replaced)
    {
        foreach (ReportCard card in _cards)
        {
            yield return card;
        }

        if (_given > 0)
        {
            yield return new ReportCard(
                "Runs", ReportFigures.Count(_given), _wrong == 0 ? null : $"{ReportFigures.Count(_wrong)} failed",
                _wrong == 0 ? ReportTone.Plain : ReportTone.Bad);
        }

        if (_usage.Calls > 0)
        {
            string uncounted = _usage.RepliesWithoutUsage > 0 ? $", {ReportFigures.Count(_usage.RepliesWithoutUsage)} not counted" : "";
            yield return new ReportCard(
                "Tokens", ReportFigures.Count(_usage.TotalTokens),
                $"{ReportFigures.Count(_usage.InputTokens)} in, {ReportFigures.Count(_usage.OutputTokens)} out{uncounted}");
            yield return new ReportCard(
                "Cost in US dollars", _usage.Cost is null ? "not known" : ReportFigures.Cost(_usage.Cost),
                _usage.Cost is not null && _usage.CallsWithoutCost > 0 ? $"without {ReportFigures.Count(_usage.CallsWithoutCost, "answer", "answers")}" : null);
            yield return new ReportCard("Time of the calls", ReportFigures.Time(_usage.Duration), ReportFigures.Count(_usage.Attempts, "request", "requests"));
        }

        if (_tools > 0)
        {
            string[] wrong =
            [
                .. _failedTools == 0 ? Array.Empty<string>() : [$"{ReportFigures.Count(_failedTools)} failed"],
                .. _refusedTools == 0 ? Array.Empty<string>() : [$"{ReportFigures.Count(_refusedTools)} not made"],
            ];
            yield return new ReportCard(
                "Calls of tools", ReportFigures.Count(_tools), wrong.Length == 0 ? null : string.Join(", ", wrong),
                wrong.Length == 0 ? ReportTone.Plain : ReportTone.Warning);
        }

        if (_protected.Count > 0)
        {
            yield return new ReportCard(
                "Personal data in calls", ReportFigures.Count(_protected.Values.Sum()),
                string.Join(", ", _protected.Take(6).Select(p => $"{p.Key} {ReportFigures.Count(p.Value)}")));
        }
        else if (replaced > 0)
        {
            yield return new ReportCard("Personal data", ReportFigures.Count(replaced), "replaced in this report");
        }
    }

    private IEnumerable<string> Notices(ReportCleaner cleaner, bool keepsPersonalData)
    {
        if (_parts.Count == 0 && _given == 0)
        {
            yield return "Nothing was given to report on.";
        }

        if (keepsPersonalData)
        {
            yield return "Personal data was asked to stay in this report: mind who gets it.";
        }
        else if (cleaner.Replaced > 0)
        {
            yield return "Placeholders such as <EMAIL_ADDRESS_1> stand for personal data. Within one run the same one stands for the same value.";
        }

        if (cleaner.Hidden > 0)
        {
            yield return $"{ReportFigures.Count(cleaner.Hidden, "text is", "texts are")} not shown, because personal data in them was found by what is not "
                + "at hand any more, and would not be found again.";
        }

        if (_details > _runs.Count && _details > (_isShort ? 20 : 100))
        {
            yield return $"Steps and texts of the first {(_isShort ? 20 : 100)} runs are shown; the others are counted.";
        }

        if (cleaner.Cut > 0)
        {
            yield return $"{ReportFigures.Count(cleaner.Cut, "long text is", "long texts are")} cut, each with the number of its characters.";
        }
    }

    private void CountTools(ImmutableArray<AgentStep> steps)
    {
        foreach (AgentStep step in steps.SelectMany(s => s.All).Where(s => s.Kind == AgentStepKind.Tool))
        {
            _tools++;
            _failedTools += step.Outcome == ToolOutcome.Failed ? 1 : 0;
            _refusedTools += step.Outcome is ToolOutcome.Succeeded or ToolOutcome.Failed ? 0 : 1;
        }
    }
}
