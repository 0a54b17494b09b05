namespace AgentCore.LiteLlm.Bulk;

/// <summary>How many calls run at once, and in which order their answers come.</summary>
internal sealed record BulkOptions
{
    /// <summary>Gets how many calls run at once, from 1.</summary>
    public required int ThrottleLimit { get; init; }

    /// <summary>Gets a value indicating whether answers come as they are ready rather than in the order of the calls.</summary>
    public bool IsUnordered { get; init; }

    /// <summary>
    /// Gets how many calls may have begun before the oldest has ended: answers that are ready before their turn are kept, and there must be
    /// an end to it.
    /// </summary>
    internal int Window => IsUnordered ? ThrottleLimit : 4 * ThrottleLimit;
}
