namespace AgentCore.LiteLlm.Chat;

/// <summary>How a failed call is tried again.</summary>
public sealed record RetryOptions
{
    /// <summary>Gets how often a call is tried again, from 0, which turns retries off; 3 by default.</summary>
    public int MaximumRetryCount { get; init; } = 3;

    /// <summary>
    /// Gets the first wait's upper bound, doubled with each retry; 1 s by default. Every wait is random below its bound, so that many
    /// clients do not come back at once.
    /// </summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets the longest single wait; 60 s by default. An endpoint that asks for more is not tried again.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(60);
}
