using System.Collections.Immutable;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Diagnostics;

namespace AgentCore.LiteLlm.Routing;

/// <summary>Collects what is noticed while a blueprint is resolved, each with its place in the file.</summary>
/// <param name="blueprint">The blueprint.</param>
/// <param name="strict">Whether warnings and omitted headers are errors.</param>
internal sealed class ResolutionFindings(AgentBlueprint blueprint, bool strict)
{
    private readonly List<Diagnostic> _found = [];

    public bool HasErrorsAt(string path) => _found.Exists(f => f.Path == path && f.Severity == DiagnosticSeverity.Error);

    public void Error(string code, string path, string message, string? suggestion) =>
        Add(DiagnosticSeverity.Error, code, path, message, suggestion);

    public void Warn(string code, string path, string message, string? suggestion) =>
        Add(strict ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning, code, path, message, suggestion);

    public void Note(string code, string path, string message, string? suggestion) =>
        Add(strict ? DiagnosticSeverity.Error : DiagnosticSeverity.Information, code, path, message, suggestion);

    /// <summary>Says where a value stands, for the user.</summary>
    public string Place(string path) => blueprint.Locate(path) is { } at ? $"{path} in {at}" : path;

    public ImmutableArray<Diagnostic> ToSorted() => [.. _found.OrderBy(f => f.Line).ThenBy(f => f.Column)];

    private void Add(DiagnosticSeverity severity, string code, string path, string message, string? suggestion)
    {
        SourceLocation? place = blueprint.Locate(path);
        _found.Add(new Diagnostic
        {
            Code = code,
            Severity = severity,
            Message = message,
            Suggestion = suggestion,
            Path = path,
            Location = place,
            LineText = place is null ? null : blueprint.LineText(place.Line),
        });
    }
}
