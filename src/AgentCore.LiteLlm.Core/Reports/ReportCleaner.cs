using System.Collections.Immutable;
using AgentCore.LiteLlm.Protection;
using AgentCore.LiteLlm.Protection.Detection;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Terminal;

namespace AgentCore.LiteLlm.Reports;

/// <summary>
/// Makes texts of others fit for a report, the only way by which they reach one: without secrets, without personal data unless that is asked for, without
/// what would show text otherwise than it is, and of bounded length, each and all together.
/// </summary>
/// <param name="keepsPersonalData">Whether personal data stays.</param>
/// <param name="longest">The most characters of a text.</param>
/// <param name="most">The most characters of all texts.</param>
internal sealed class ReportCleaner(bool keepsPersonalData, int longest, long most)
{
    // What lies far behind the cut cannot change what is shown before it.
    private const int LookAt = 64 * 1024;

    // A secret or a value that the look ends in is not known for one: so much before that end is not shown.
    private const int LongestSecret = 4 * 1024;

    // Links and dates tell of nobody by themselves, and hardly a text is without them; where a run protected them they are replaced here too.
    private static readonly string[] Harmless = ["URL", "DATE_TIME"];

    private static readonly ProtectionPolicy Known = new(new KnownValuesOnly());

    private readonly Dictionary<string, ProtectionPolicy> _policies = new(StringComparer.Ordinal);
    private readonly Dictionary<ProtectionVault, ProtectionVault> _vaults = new(ReferenceEqualityComparer.Instance);
    private readonly ProtectionVault _shared = new();
    private long _left = most;

    /// <summary>Gets how many pieces of personal data were replaced here.</summary>
    public int Replaced { get; private set; }

    /// <summary>Gets how many texts are not shown because personal data cannot be told from the rest.</summary>
    public int Hidden { get; private set; }

    /// <summary>Gets how many texts were cut, or left out because the report holds its most text.</summary>
    public int Cut { get; private set; }

    /// <summary>Makes a part of a report fit.</summary>
    /// <param name="section">The part.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async ValueTask<ReportSection> CleanAsync(ReportSection section, CancellationToken cancellationToken)
    {
        ReportSection clean = await FitAsync(section, section.Subject, static (s, change) => s.With(change), cancellationToken).ConfigureAwait(false);
        return await CleanInnerAsync(clean, cancellationToken).ConfigureAwait(false);
    }

    // Parts and rows that have a subject of their own.
    private async ValueTask<ReportSection> CleanInnerAsync(ReportSection section, CancellationToken cancellationToken)
    {
        ImmutableArray<ReportBlock>.Builder blocks = ImmutableArray.CreateBuilder<ReportBlock>(section.Blocks.Length);
        foreach (ReportBlock block in section.Blocks)
        {
            blocks.Add(block is ReportBlock.Table table ? table with { Rows = await CleanAsync(table.Rows, cancellationToken).ConfigureAwait(false) } : block);
        }

        ImmutableArray<ReportSection>.Builder sections = ImmutableArray.CreateBuilder<ReportSection>(section.Sections.Length);
        foreach (ReportSection inner in section.Sections)
        {
            sections.Add(inner.Subject is null
                ? await CleanInnerAsync(inner, cancellationToken).ConfigureAwait(false)
                : await CleanAsync(inner, cancellationToken).ConfigureAwait(false));
        }

        return section with { Blocks = blocks.DrainToImmutable(), Sections = sections.DrainToImmutable() };
    }

    private async ValueTask<ImmutableArray<ReportRow>> CleanAsync(ImmutableArray<ReportRow> rows, CancellationToken cancellationToken)
    {
        ImmutableArray<ReportRow>.Builder clean = ImmutableArray.CreateBuilder<ReportRow>(rows.Length);
        foreach (ReportRow row in rows)
        {
            clean.Add(row.Subject is null
                ? row
                : await FitAsync(row, row.Subject, static (r, change) => r.With(change), cancellationToken).ConfigureAwait(false));
        }

        return clean.DrainToImmutable();
    }

    private async ValueTask<T> FitAsync<T>(
        T part, ReportSubject? subject, Func<T, Func<ReportText, ReportText>, T> with, CancellationToken cancellationToken)
    {
        List<ReportText> found = [];
        with(part, text =>
        {
            found.Add(text);
            return text;
        });

        Queue<string> fit = new(await CleanAsync(found, subject, cancellationToken).ConfigureAwait(false));
        return with(part, text => text with { Text = fit.Dequeue(), Origin = text.Origin == TextOrigin.Own ? TextOrigin.Own : TextOrigin.Fit });
    }

    private async ValueTask<IEnumerable<string>> CleanAsync(List<ReportText> texts, ReportSubject? subject, CancellationToken cancellationToken)
    {
        string[] fit = [.. texts.Select(t => t.Origin is TextOrigin.Own or TextOrigin.Fit ? t.Text : Mask(t.Text))];
        if (!keepsPersonalData)
        {
            if (FindLost(subject) is { Length: > 0 } lost)
            {
                Hide(texts, fit, lost);
            }
            else
            {
                await ProtectAsync(texts, fit, TextOrigin.Said, PolicyFor(subject), subject, cancellationToken).ConfigureAwait(false);
            }

            await ProtectAsync(texts, fit, TextOrigin.Named, Known, subject, cancellationToken).ConfigureAwait(false);
        }

        return texts.Select((t, i) => t.Origin is TextOrigin.Own or TextOrigin.Fit ? fit[i] : Shorten(Show(fit[i]), t));
    }

    private async ValueTask ProtectAsync(
        List<ReportText> texts, string[] fit, TextOrigin origin, ProtectionPolicy policy, ReportSubject? subject, CancellationToken cancellationToken)
    {
        int[] places = [.. Enumerable.Range(0, fit.Length).Where(i => texts[i].Origin == origin)];
        ProtectionSession session = new(policy, VaultOf(subject));
        ImmutableArray<ProtectedText> safe = await session.ProtectAsync([.. places.Select(i => fit[i])], cancellationToken).ConfigureAwait(false);
        for (int at = 0; at < places.Length; at++)
        {
            fit[places[at]] = safe[at].Text;
            Replaced += safe[at].Findings.Length;
        }
    }

    // What a report finds is none of the conversation's: it goes on with its own numbers.
    private ProtectionVault VaultOf(ReportSubject? subject)
    {
        if (subject?.Vault is not { } vault)
        {
            return _shared;
        }

        if (!_vaults.TryGetValue(vault, out ProtectionVault? copy))
        {
            _vaults.Add(vault, copy = vault.Copy());
        }

        return copy;
    }

    private ProtectionPolicy PolicyFor(ReportSubject? subject)
    {
        string[] kinds =
        [
            .. EntityCatalogue.DefaultSet("en").Except(Harmless)
                .Concat(RunsOf(subject).SelectMany(r => r.Report?.Found ?? []).Select(f => f.Entity))
                .Where(IsPattern).Distinct().Order(StringComparer.Ordinal),
        ];
        string name = string.Join(' ', kinds);
        if (!_policies.TryGetValue(name, out ProtectionPolicy? policy))
        {
            _policies.Add(name, policy = new ProtectionPolicy(new PatternDetector(new EntityDetectorOptions { Entities = [.. kinds] })));
        }

        return policy;
    }

    // What a model or a pattern of the user's found, and nobody remembers: it stands in the texts, and nothing here would find it.
    private static string[] FindLost(ReportSubject? subject) =>
    [
        .. RunsOf(subject)
            .SelectMany(r => (r.Report?.Found ?? []).Where(f => IsLost(f, r)))
            .Select(f => f.Entity).Distinct().Order(StringComparer.Ordinal),
    ];

    private static bool IsLost(EntityCount found, ReportSubject run) =>
        found.Action != ProtectionAction.Keep && !(found.Action == ProtectionAction.Replace && run.Vault is not null) && !IsPattern(found.Entity);

    private static ImmutableArray<ReportSubject> RunsOf(ReportSubject? subject) => subject is null ? [] : subject.Runs.IsEmpty ? [subject] : subject.Runs;

    private static bool IsPattern(string entity) => EntityCatalogue.CoverageOf(entity) is EntityCoverage.Patterns or EntityCoverage.PatternsAndModel;

    private void Hide(List<ReportText> texts, string[] fit, string[] lost)
    {
        for (int at = 0; at < fit.Length; at++)
        {
            if (texts[at].Origin == TextOrigin.Said && fit[at].Length > 0)
            {
                fit[at] = $"[not shown: it may hold {string.Join(", ", lost)}, which cannot be found again]";
                Hidden++;
            }
        }
    }

    private static string Mask(string text)
    {
        string lines = text.ReplaceLineEndings("\n");
        if (lines.Length <= LookAt)
        {
            return SecretShapes.MaskLines(lines);
        }

        string masked = SecretShapes.MaskLines(lines[..LookAt]);
        return masked[..Math.Max(0, masked.Length - LongestSecret)];
    }

    /// <summary>Makes a name fit that stands among figures.</summary>
    /// <param name="name">The name.</param>
    public static string ToName(string name) => Show(SecretShapes.Excerpt(name));

    private static string Show(string text) => LegalText.Of(VisibleText.Show(text));

    private string Shorten(string text, ReportText whole)
    {
        int room = (int)Math.Min(whole.Most > 0 ? whole.Most : longest, Math.Max(0, _left));
        int end = Math.Min(text.Length, room);
        end -= end > 0 && end < text.Length && char.IsHighSurrogate(text[end - 1]) ? 1 : 0;
        _left -= end;
        if (end == text.Length && whole.Text.Length <= LookAt)
        {
            return text;
        }

        if (whole.Most > 0)
        {
            return $"{text[..end]}…";
        }

        Cut++;
        return $"{text[..end]}… [{ReportFigures.Count(whole.Text.Length)} characters]";
    }
}
