using System.Globalization;

namespace AgentCore.LiteLlm.Requirements;

/// <summary>One reason not to trust what a file installs.</summary>
public sealed record RequirementFinding
{
    /// <summary>Gets the file in which it stands, which may be one that the checked file includes.</summary>
    public required string Path { get; init; }

    /// <summary>Gets the line, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>Gets what is wrong.</summary>
    public required RequirementFindingKind Kind { get; init; }

    /// <summary>Gets the requirement as it is written, with anything that looks like a credential masked; empty when there is none.</summary>
    public required string Requirement { get; init; }

    /// <summary>Gets the version that it names; null when it names none, or several.</summary>
    public string? Version { get; init; }

    /// <summary>Gets the id of the advisory; null when there is none.</summary>
    public string? Advisory { get; init; }

    /// <summary>Gets what is wrong, in a sentence.</summary>
    public required string Message { get; init; }

    /// <summary>Gets what to do about it.</summary>
    public required string Suggestion { get; init; }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Path}({Line}): {Kind}: {Message} {Suggestion}");
}
