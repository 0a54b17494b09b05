using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Diagnostics;

/// <summary>Collects what is found about one text, in the order of the places. It knows the text, and shows the line of each finding.</summary>
internal sealed class Findings
{
    /// <summary>More findings than this help nobody, and a hostile file could ask for millions.</summary>
    private const int Maximum = 1_000;

    private readonly IPlaces? _places;
    private List<Diagnostic>? _found;
    private List<Diagnostic>? _suppressed;

    /// <summary>Initializes a collector for a text that is being read: whoever finds something knows the place.</summary>
    /// <param name="source">The text.</param>
    public Findings(SourceText source) => Source = source;

    /// <summary>Initializes a collector for a text that has been read: the path of a value is enough.</summary>
    /// <param name="places">Where values stand; null when what is looked at came from no text.</param>
    public Findings(IPlaces? places)
    {
        _places = places;
        Source = places?.Text ?? new SourceText("", "");
    }

    /// <summary>Gets the text that the findings are about.</summary>
    public SourceText Source { get; }

    /// <summary>Gets a value indicating whether any finding is an error.</summary>
    public bool HasErrors { get; private set; }

    /// <summary>Gets a value indicating whether no more findings are listed, so that nothing need be worked out for one.</summary>
    public bool IsFull => Count > Maximum;

    private int Count => _found?.Count ?? 0;

    /// <summary>Notes what rules the text out.</summary>
    /// <param name="code">The kind of finding.</param>
    /// <param name="at">Where it is.</param>
    /// <param name="message">What is wrong, without any secret.</param>
    /// <param name="suggestion">What to do about it.</param>
    public void Error(string code, TextPlace at, string message, string? suggestion = null) => Add(DiagnosticSeverity.Error, code, at, message, suggestion);

    /// <summary>Notes what rules a value out.</summary>
    /// <param name="code">The kind of finding.</param>
    /// <param name="path">The path of the value.</param>
    /// <param name="message">What is wrong, without any secret.</param>
    /// <param name="suggestion">What to do about it.</param>
    public void Error(string code, string path, string message, string? suggestion = null) => Error(code, PlaceOf(path), message, suggestion);

    /// <summary>Notes what is probably a mistake.</summary>
    /// <param name="code">The kind of finding.</param>
    /// <param name="at">Where it is.</param>
    /// <param name="message">What is wrong, without any secret.</param>
    /// <param name="suggestion">What to do about it.</param>
    public void Warn(string code, TextPlace at, string message, string? suggestion = null) => Add(DiagnosticSeverity.Warning, code, at, message, suggestion);

    /// <summary>Notes what is probably a mistake in a value.</summary>
    /// <param name="code">The kind of finding.</param>
    /// <param name="path">The path of the value.</param>
    /// <param name="message">What is wrong, without any secret.</param>
    /// <param name="suggestion">What to do about it.</param>
    public void Warn(string code, string path, string message, string? suggestion = null) => Warn(code, PlaceOf(path), message, suggestion);

    /// <summary>Notes a finding whose weight depends.</summary>
    /// <param name="severity">How much it matters.</param>
    /// <param name="code">The kind of finding.</param>
    /// <param name="at">Where it is.</param>
    /// <param name="message">What is wrong, without any secret.</param>
    /// <param name="suggestion">What to do about it.</param>
    public void Add(DiagnosticSeverity severity, string code, TextPlace at, string message, string? suggestion = null)
    {
        if (Count > Maximum)
        {
            HasErrors |= severity == DiagnosticSeverity.Error;
            return;
        }

        bool isLast = Count == Maximum;
        Add(new Diagnostic
        {
            Code = isLast ? DiagnosticCodes.TooManyFindings : code,
            Severity = isLast ? DiagnosticSeverity.Error : severity,
            Message = isLast ? "There are more findings than are listed." : message,
            Suggestion = isLast ? "Mend these first, then check again." : suggestion,
            Path = isLast ? null : at.Path,
            Location = at.Line == 0 ? null : new SourceLocation(Source.File, at.Line, at.Column),
            LineText = at.Line == 0 ? null : Source.Show(at.Line, at.Column),
        });
    }

    /// <summary>Takes over what was found elsewhere.</summary>
    /// <param name="found">The findings.</param>
    public void AddAll(ImmutableArray<Diagnostic> found)
    {
        foreach (Diagnostic finding in found)
        {
            Add(finding);
        }
    }

    /// <summary>Finds the place of a value.</summary>
    /// <param name="path">Its path.</param>
    /// <returns>The place; without a line where the value stands in no text.</returns>
    public TextPlace PlaceOf(string path) => _places?.Find(path) ?? new TextPlace(0, 0, path);

    /// <summary>Finds the place of a character of a value.</summary>
    /// <param name="path">The path of the value.</param>
    /// <param name="value">The value.</param>
    /// <param name="offset">The offset of the character, from 0.</param>
    /// <returns>The place; without a line where the value stands in no text.</returns>
    public TextPlace PlaceIn(string path, string value, int offset)
    {
        TextPlace at = PlaceOf(path);
        if (at.Line == 0)
        {
            return at;
        }

        (int line, int column) = Source.PlaceIn(at.Line, at.Column, value, offset);
        return at with { Line = line, Column = column };
    }

    /// <summary>Names a value and where it stands, for people.</summary>
    /// <param name="path">Its path.</param>
    /// <returns>The path, with file, line and column where there are any.</returns>
    public string Name(string path) => PlaceOf(path) is { Line: > 0 } at ? $"{path} in {new SourceLocation(Source.File, at.Line, at.Column)}" : path;

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
    public bool HasErrorOn(string code, int line) =>
        HasErrors && _found!.Exists(f => f.Severity == DiagnosticSeverity.Error && f.Code == code && f.Line == line);

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

    /// <summary>Hands over everything found.</summary>
    /// <returns>The findings, sorted by place.</returns>
    public ImmutableArray<Diagnostic> ToImmutable() => _found is null ? [] : [.. _found];

    /// <summary>Hands over a value with everything found, and with what was taken out.</summary>
    /// <typeparam name="T">What was made.</typeparam>
    /// <param name="value">The value; null when the findings leave none.</param>
    /// <returns>Both.</returns>
    public Checked<T> ToChecked<T>(T? value)
        where T : class =>
        new(value, ToImmutable()) { Suppressed = _suppressed is null ? [] : [.. _suppressed.OrderBy(f => f.Line).ThenBy(f => f.Column)] };

    private void Add(Diagnostic found)
    {
        HasErrors |= found.Severity == DiagnosticSeverity.Error;
        _found ??= [];
        int at = _found.Count;
        while (at > 0 && IsAfter(_found[at - 1], found))
        {
            at--;
        }

        _found.Insert(at, found);
    }

    private static bool IsAfter(Diagnostic first, Diagnostic second) =>
        first.Line != second.Line ? first.Line > second.Line : first.Column > second.Column;
}
