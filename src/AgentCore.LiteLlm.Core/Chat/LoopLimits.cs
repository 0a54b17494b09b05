namespace AgentCore.LiteLlm.Chat;

/// <summary>What ends a run of turns and tool calls that does not end by itself. Time is bounded by the request's own limit.</summary>
internal sealed record LoopLimits
{
    /// <summary>How many turns a run may take where nobody says, as in the framework.</summary>
    public const int DefaultIterations = 5;

    /// <summary>Gets how many turns the model may take, at least 1; 5 by default. Asking for the answer in its schema is not counted.</summary>
    public int MaxIterations { get; init; } = DefaultIterations;

    /// <summary>Gets after how many turns in a row in which every tool call failed the run ends; 3 by default.</summary>
    public int MaxToolErrors { get; init; } = 3;

    /// <summary>
    /// Gets how often one tool may be called with the same arguments and give the same result before a further such call ends the run; 3 by
    /// default.
    /// </summary>
    public int MaxRepeats { get; init; } = 3;

    /// <summary>Gets how many tokens, of prompts and answers together, may be used before another turn is refused; null for no limit.</summary>
    public long? MaxTokens { get; init; }

    /// <summary>Gets how much may be spent, in US dollars, before another turn is refused; null for no limit.</summary>
    public decimal? MaxCost { get; init; }
}
