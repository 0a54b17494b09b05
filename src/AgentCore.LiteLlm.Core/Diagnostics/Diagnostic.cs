namespace AgentCore.LiteLlm.Diagnostics;

/// <summary>One finding about a blueprint or about where its call would go, as a value: collected, sorted and shown, never thrown.</summary>
public sealed record Diagnostic
{
    /// <summary>Gets the stable name of the kind of finding, one of <see cref="DiagnosticCodes"/>.</summary>
    public required string Code { get; init; }

    /// <summary>Gets how much it matters.</summary>
    public required DiagnosticSeverity Severity { get; init; }

    /// <summary>Gets what is wrong, in one sentence; it never holds a secret.</summary>
    public required string Message { get; init; }

    /// <summary>Gets what to do about it, where that can be said.</summary>
    public string? Suggestion { get; init; }

    /// <summary>Gets the path of the value in the document, such as <c>model.temperature</c>; null when it concerns the whole file.</summary>
    public string? Path { get; init; }

    /// <summary>Gets the place; null when the finding is about no file.</summary>
    public SourceLocation? Location { get; init; }

    /// <summary>Gets the line of the file that the finding is about, with anything that looks like a credential masked.</summary>
    public string? LineText { get; init; }

    /// <summary>Gets the reason that a comment in the file gives for suppressing it; null for a finding that is not suppressed.</summary>
    public string? SuppressionReason { get; init; }

    /// <summary>Gets the file of <see cref="Location"/>.</summary>
    public string? File => Location?.File;

    /// <summary>Gets the line of <see cref="Location"/>, from 1; 0 when there is none.</summary>
    public int Line => Location?.Line ?? 0;

    /// <summary>Gets the column of <see cref="Location"/>, from 1; 0 when there is none.</summary>
    public int Column => Location?.Column ?? 0;

    /// <summary>Says what was found and where, in one sentence.</summary>
    /// <returns>The place, the message and the code.</returns>
    public string Describe() => Location is null ? $"{Message} [{Code}]" : $"{Location}: {Message} [{Code}]";

    /// <inheritdoc/>
    public override string ToString() => $"{Severity} {Describe()}{(Suggestion is null ? "" : $" {Suggestion}")}";
}
