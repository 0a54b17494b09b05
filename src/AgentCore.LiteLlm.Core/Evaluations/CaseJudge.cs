using AgentCore.LiteLlm.Diagnostics;

namespace AgentCore.LiteLlm.Evaluations;

/// <summary>A judge that a case asks.</summary>
/// <param name="Name">The judge's name.</param>
internal sealed record CaseJudge(string Name)
{
    /// <summary>Gets the judge, where the case file describes it; null where the blueprint does.</summary>
    public Judge? Judge { get; init; }

    /// <summary>Gets the lowest mark that passes; null for the judge's own.</summary>
    public double? AtLeast { get; init; }

    /// <summary>Gets what counts for the case; null for nothing beside what the judge is told.</summary>
    public string? Criteria { get; init; }

    /// <summary>Gets where it stands in the case file; null where it stands nowhere.</summary>
    public SourceLocation? Location { get; init; }
}
