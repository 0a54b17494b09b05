using System.Collections.Immutable;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Reports;

namespace AgentCore.LiteLlm.Bulk;

/// <summary>Shows the calls of a journal in a report. Of a hundred thousand it holds no more than it shows.</summary>
/// <param name="draft">The report.</param>
/// <param name="name">What the journal is called.</param>
internal sealed class JournalSection(ReportDraft draft, string name)
{
    private const int MostBars = 60;
    private const int MostDetails = 20;
    private const int LongestAnswer = 200;

    private static readonly ImmutableArray<ReportColumn> Columns =
    [
        new("call", IsFigure: true), new("came to"), new("model"), new("answer, or what went wrong"), new("tokens in", IsFigure: true),
        new("tokens out", IsFigure: true), new("US dollars", IsFigure: true), new("time", IsFigure: true), new("ended"),
    ];

    private readonly Dictionary<string, int> _errors = new(StringComparer.Ordinal);
    private readonly List<TimeSpan> _times = [];
    private readonly List<(int Number, ReportRow Row)> _right = [];
    private readonly List<(int Number, ReportRow Row)> _wrong = [];
    private readonly List<(int Number, DateTimeOffset Begun, TimeSpan Time)> _bars = [];
    private readonly List<ReportSection> _details = [];
    private DateTimeOffset? _begun;
    private DateTimeOffset? _ended;
    private int _calls;

    /// <summary>Adds a journal to a report.</summary>
    /// <param name="draft">The report.</param>
    /// <param name="path">The full path of the journal.</param>
    /// <param name="root">The folder that paths are relative to.</param>
    /// <exception cref="FileException">It is no journal, or cannot be read; then nothing is added but what was counted.</exception>
    public static void AddTo(ReportDraft draft, string path, string root)
    {
        JournalSection section = new(draft, ReportPath.ToShort(path, root));
        foreach (JournalLine line in JournalReader.Read(path))
        {
            section.Add(line);
        }

        section.Finish();
    }

    private void Add(JournalLine line)
    {
        _calls++;
        TimeSpan time = line.Reply?.Duration ?? TimeSpan.Zero;
        DateTimeOffset begun = line.At - DateTimeOffset.MinValue > time ? line.At - time : line.At;
        _begun = _begun < begun ? _begun : begun;
        _ended = _ended > line.At ? _ended : line.At;
        if (line.Reply is { } reply)
        {
            Add(line, reply, begun);
            return;
        }

        string error = ReportCleaner.ToName(line.Error ?? "unknown");
        _errors[error] = _errors.GetValueOrDefault(error) + 1;
        if (_wrong.Count < draft.MostRows)
        {
            _wrong.Add((_calls, ToRow(error, "", ReportText.Begin(line.Message, LongestAnswer), null, line.At, ReportTone.Bad)));
        }
    }

    private void Add(JournalLine line, AgentReply reply, DateTimeOffset begun)
    {
        draft.Count(reply);
        _times.Add(reply.Duration);
        if (_bars.Count < MostBars)
        {
            _bars.Add((_calls, begun, reply.Duration));
        }

        if (_right.Count < draft.MostRows)
        {
            ReportBadge state = ReplySection.State(reply);
            string text = reply.Text.Length > 0 ? reply.Text : reply.Refusal ?? string.Join(' ', reply.ToolCalls.Take(5));
            ReportRow row = ToRow(
                state.Text, reply.Model ?? reply.RequestedModel, ReportText.Begin(text, LongestAnswer), reply, line.At,
                state.Tone == ReportTone.Good ? ReportTone.Plain : state.Tone);
            _right.Add((_calls, row with { Subject = new ReportSubject(reply.Vault, reply.Protection) }));
        }

        // What has no steps is told by its row.
        if (!reply.Steps.IsEmpty && _details.Count < MostDetails && draft.TakeDetail())
        {
            _details.Add(ReplySection.Of(reply, ReportText.Own($"Call {ReportFigures.Count(_calls)}")));
        }
    }

    private ReportRow ToRow(string state, string model, ReportText text, AgentReply? reply, DateTimeOffset ended, ReportTone tone) => new(
        [
            ReportText.Own(ReportFigures.Count(_calls)),
            ReportText.Own(state),
            ReportText.Named(model),
            text,
            ReportText.Own(ReportFigures.Count(reply?.Usage.InputTokens)),
            ReportText.Own(ReportFigures.Count(reply?.Usage.OutputTokens)),
            ReportText.Own(ReportFigures.Cost(reply?.Cost)),
            ReportText.Own(reply is null ? "" : ReportFigures.Time(reply.Duration)),
            ReportText.Own(ReportFigures.Moment(ended)),
        ],
        tone);

    private void Finish()
    {
        int failed = _errors.Values.Sum();
        ReportTone tone = failed > 0 ? ReportTone.Bad : ReportTone.Good;
        string counts = failed == 0 ? "all answered" : $"{ReportFigures.Count(_calls - failed)} answered, {ReportFigures.Count(failed)} failed";
        draft.Add(new ReportCard("Calls of the journal", ReportFigures.Count(_calls), _calls == 0 ? null : counts, _calls == 0 ? ReportTone.Plain : tone));
        draft.Add(new ReportSection(ReportText.Named(name))
        {
            Badges = [new ReportBadge("journal"), .. _calls == 0 ? [] : new[] { new ReportBadge(counts, tone) }],
            Blocks = [.. _calls == 0 ? [new ReportBlock.Notes("Empty", ReportTone.Plain, [ReportText.Own("The journal holds no call.")])] : Blocks()],
            Sections = [.. _details],
        });
    }

    private IEnumerable<ReportBlock> Blocks()
    {
        _times.Sort();
        RunFacts facts = new RunFacts()
            .Own("First call begun", ReportFigures.Moment(_begun!.Value))
            .Own("Last call ended", ReportFigures.Moment(_ended!.Value));
        if (_times.Count > 0)
        {
            facts = facts.Own(
                "Time of a call", $"half take up to {ReportFigures.Time(Quantile(0.5))}, 95 of 100 up to {ReportFigures.Time(Quantile(0.95))}, the longest "
                    + $"{ReportFigures.Time(_times[^1])}");
        }

        yield return facts.ToBlock();
        if (_errors.Count > 0)
        {
            yield return new ReportBlock.Table(
                "Errors", [new("error"), new("calls", IsFigure: true)],
                [
                    .. _errors.OrderByDescending(e => e.Value).ThenBy(e => e.Key, StringComparer.Ordinal).Take(draft.MostRows).Select(e => new ReportRow(
                        [ReportText.Own(e.Key), ReportText.Own(ReportFigures.Count(e.Value))], ReportTone.Bad)),
                ]);
        }

        if (_bars.Count > 1)
        {
            DateTimeOffset start = _bars.Min(b => b.Begun);
            yield return new ReportBlock.Timeline(
                $"{ReportFigures.Count(_bars.Count, "call", "calls")} that ended first, over time", _bars.Max(b => b.Begun + b.Time) - start,
                [
                    .. _bars.OrderBy(b => b.Begun).ThenBy(b => b.Number).Select(b => new TimelineBar(
                        TimelineBarKind.Call, $"call {ReportFigures.Count(b.Number)}", ReportText.None, b.Begun - start, b.Time)),
                ]);
        }

        // What failed is what the reader came for.
        List<(int Number, ReportRow Row)> rows = [.. _wrong, .. _right.Take(draft.MostRows - _wrong.Count)];
        string? left = rows.Count == _calls ? null : $"{ReportFigures.Count(_calls - rows.Count)} of {ReportFigures.Count(_calls)} calls have no row.";
        yield return new ReportBlock.Table("Calls", Columns, [.. rows.OrderBy(r => r.Number).Select(r => r.Row)], left);
    }

    private TimeSpan Quantile(double share) => _times[Math.Min(_times.Count - 1, (int)Math.Ceiling(share * _times.Count) - 1)];
}
