namespace AgentCore.LiteLlm.Batches;

/// <summary>How many requests of a batch are done.</summary>
/// <param name="Total">All of them; 0 until the endpoint has counted.</param>
/// <param name="Completed">Those that were answered.</param>
/// <param name="Failed">Those that failed.</param>
public sealed record BatchCounts(int Total, int Completed, int Failed)
{
    /// <summary>Gets the counts of a batch whose requests nobody has counted.</summary>
    internal static BatchCounts Uncounted { get; } = new(0, 0, 0);

    /// <inheritdoc/>
    public override string ToString() => $"{Completed} of {Total} done, {Failed} failed";
}
