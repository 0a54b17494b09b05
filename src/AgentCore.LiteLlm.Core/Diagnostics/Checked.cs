using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Diagnostics;

/// <summary>A value together with everything that was noticed while making it.</summary>
/// <typeparam name="T">What was made.</typeparam>
/// <param name="Value">The value; null when the findings leave none.</param>
/// <param name="Diagnostics">The findings, sorted by place.</param>
public sealed record Checked<T>(T? Value, ImmutableArray<Diagnostic> Diagnostics)
    where T : class
{
    /// <summary>Gets the findings that comments in the file suppress, sorted by place; each carries the reason.</summary>
    public ImmutableArray<Diagnostic> Suppressed { get; init; } = [];

    /// <summary>Gets a value indicating whether <see cref="Value"/> may be used: it is there and no finding is an error.</summary>
    public bool IsUsable => Value is not null && Diagnostics.All(d => d.Severity != DiagnosticSeverity.Error);

    /// <summary>Judges the same by a stricter measure.</summary>
    /// <returns>The same, where every warning is an error, which leaves no value.</returns>
    internal Checked<T> Strictly() => Diagnostics.All(d => d.Severity != DiagnosticSeverity.Warning) ? this : this with
    {
        Value = null,
        Diagnostics = [.. Diagnostics.Select(d => d.Severity == DiagnosticSeverity.Warning ? d with { Severity = DiagnosticSeverity.Error } : d)],
    };
}
