using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Diagnostics;

/// <summary>Collects what is found in one text, in the order of the places.</summary>
internal sealed class Findings
{
    /// <summary>More findings than this help nobody, and a hostile file could ask for millions.</summary>
    private const int Maximum = 1_000;

    private List<Diagnostic>? _found;
    private List<Diagnostic>? _suppressed;

    public Findings(SourceText source) => Source = source;

    /// <summary>Gets the text that the findings are about.</summary>
    public SourceText Source { get; private set; }

    /// <summary>Gets a value indicating whether any finding is an error.</summary>
    public bool HasErrors { get; private set; }

    /// <summary>Gets a value indicating whether no more findings are listed, so that nothing need be worked out for one.</summary>
    public bool IsFull => Count > Maximum;

    private int Count => _found?.Count ?? 0;

    /// <summary>Notes a finding.</summary>
    /// <param name="severity">How much it matters.</param>
    /// <param name="code">Its kind.</param>
    /// <param name="line">The line, from 1.</param>
    /// <param name="column">The column, from 1.</param>
    /// <param name="path">The path of the value; null when it concerns the whole file.</param>
    /// <param name="message">What is wrong, without any secret.</param>
    /// <param name="suggestion">What to do about it.</param>
    public void Add(DiagnosticSeverity severity, string code, int line, int column, string? path, string message, string? suggestion = null)
    {
        HasErrors |= severity == DiagnosticSeverity.Error;
        if (Count > Maximum)
        {
            return;
        }

        bool isLast = Count == Maximum;
        Insert(new Diagnostic
        {
            Code = isLast ? DiagnosticCodes.TooManyFindings : code,
            Severity = isLast ? DiagnosticSeverity.Error : severity,
            Message = isLast ? "There are more findings than are listed." : message,
            Suggestion = isLast ? "Mend these first, then check again." : suggestion,
            Path = isLast ? null : path,
            Location = new SourceLocation(Source.File, line, column),
            LineText = Source.Show(line, column),
        });
    }

    /// <summary>Says whether a value, or anything in it, was found to be wrong.</summary>
    /// <param name="path">The path of the value.</param>
    /// <returns>True when a finding there is an error.</returns>
    public bool HasErrorAt(string path) =>
        HasErrors && _found!.Exists(f => f.Severity == DiagnosticSeverity.Error && f.Path is { } at && at.StartsWith(path, StringComparison.Ordinal)
            && (at.Length == path.Length || at[path.Length] is '.' or '['));

    /// <summary>Says whether a finding of a kind is an error on a line.</summary>
    /// <param name="code">Its kind.</param>
    /// <param name="line">The line, from 1.</param>
    /// <returns>True when there is one.</returns>
    public bool HasErrorOn(string code, int line) => HasErrors && _found!.Exists(f => f.Severity == DiagnosticSeverity.Error && f.Code == code && f.Line == line);

    /// <summary>Takes out what is no error, because the author gave a reason for it.</summary>
    /// <param name="code">The kind of finding.</param>
    /// <param name="line">The line, from 1.</param>
    /// <param name="reason">The reason.</param>
    /// <returns>True when there was such a finding.</returns>
    public bool Suppress(string code, int line, string reason)
    {
        Diagnostic[] those = [.. _found?.Where(f => f.Severity != DiagnosticSeverity.Error && f.Code == code && f.Line == line) ?? []];
        foreach (Diagnostic found in those)
        {
            _found!.Remove(found);
            (_suppressed ??= []).Add(found with { SuppressionReason = reason });
        }

        return those.Length > 0;
    }

    /// <summary>Goes on with another reading of the same file; later findings show their lines from it.</summary>
    /// <param name="source">The text as it is read from here on.</param>
    public void Continue(SourceText source) => Source = source;

    /// <summary>Hands over everything found.</summary>
    /// <returns>The findings, sorted by place.</returns>
    public ImmutableArray<Diagnostic> ToImmutable() => _found is null ? [] : [.. _found];

    /// <summary>Hands over what was taken out.</summary>
    /// <returns>The findings, sorted by place.</returns>
    public ImmutableArray<Diagnostic> ToSuppressed() => _suppressed is null ? [] : [.. _suppressed.OrderBy(f => f.Line).ThenBy(f => f.Column)];

    private void Insert(Diagnostic found)
    {
        _found ??= [];
        int at = _found.Count;
        while (at > 0 && IsAfter(_found[at - 1], found))
        {
            at--;
        }

        _found.Insert(at, found);
    }

    private static bool IsAfter(Diagnostic one, Diagnostic other) =>
        one.Line != other.Line ? one.Line > other.Line : one.Column > other.Column;
}
