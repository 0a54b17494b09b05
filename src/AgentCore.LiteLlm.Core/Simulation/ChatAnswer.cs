namespace AgentCore.LiteLlm.Simulation;

/// <summary>One finished answer, before it is written as a completion or as a stream.</summary>
internal sealed record ChatAnswer
{
    /// <summary>The moment every answer claims to be from, so that equal requests get equal bytes: 2025-01-01 UTC.</summary>
    public const long Created = 1735689600;

    public required string Id { get; init; }

    public required string Model { get; init; }

    public required string FinishReason { get; init; }

    public required TokenCounts Usage { get; init; }

    public string? Reasoning { get; init; }

    /// <summary>Gets the text, in the pieces in which it streams; null where the answer has none.</summary>
    public IReadOnlyList<string>? Pieces { get; init; }

    /// <summary>Gets how often the pieces are said.</summary>
    public int Repeat { get; init; } = 1;

    public IReadOnlyList<AnsweredToolCall> ToolCalls { get; init; } = [];
}
