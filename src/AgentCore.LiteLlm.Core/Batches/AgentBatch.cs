using System.Collections.Immutable;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Outputs;
using AgentCore.LiteLlm.Routing;

namespace AgentCore.LiteLlm.Batches;

/// <summary>Many requests that an endpoint answers in its own time, as the endpoint last described them; as text it is the id.</summary>
public sealed record AgentBatch
{
    /// <summary>The entry of the metadata that holds how many requests were sent.</summary>
    internal const string ItemsKey = "agentcore_items";

    /// <summary>The entry of the metadata that holds the mark of the batch.</summary>
    internal const string MarkKey = "agentcore_mark";

    /// <summary>The entry of the metadata that says that answers must fit a schema.</summary>
    internal const string OutputKey = "agentcore_output";

    /// <summary>The entry of the metadata that says that personal data was taken out.</summary>
    internal const string ProtectedKey = "agentcore_protected";

    private const string KeyPrefix = "agentcore_";

    private static readonly string[] LastStatuses = ["completed", "complete", "failed", "expired", "cancelled", "canceled"];

    /// <summary>Gets the id by which the endpoint knows it.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// Gets the endpoint's own word for how far it is: <c>validating</c>, <c>in_progress</c>, <c>finalizing</c>, <c>completed</c>,
    /// <c>failed</c>, <c>expired</c>, <c>cancelling</c> or <c>cancelled</c>.
    /// </summary>
    public required string Status { get; init; }

    /// <summary>Gets a value indicating whether nothing more will happen to it.</summary>
    public bool IsFinished => LastStatuses.Contains(Status, StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets how many of its requests are done; all are 0 until the endpoint has counted.</summary>
    public BatchCounts Counts { get; init; } = BatchCounts.Uncounted;

    /// <summary>Gets how many requests were sent; null for a batch that was made elsewhere.</summary>
    public int? ItemCount =>
        int.TryParse(
            Metadata.GetValueOrDefault(ItemsKey), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int count)
            && count <= BatchFile.MostItems
            ? count
            : null;

    /// <summary>Gets a value indicating whether personal data was taken out before it was sent, so that a mapping puts it back.</summary>
    public bool IsProtected => Metadata.GetValueOrDefault(ProtectedKey) == "true";

    /// <summary>Gets the model that is asked; null when the endpoint does not say.</summary>
    public string? Model { get; init; }

    /// <summary>Gets the base URL of the endpoint.</summary>
    public required string BaseUrl { get; init; }

    /// <summary>Gets when it was made.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Gets when it ended, however it did; null while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Gets when the endpoint gives up what is not done.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Gets the id of the file of requests.</summary>
    public string? InputFileId { get; init; }

    /// <summary>Gets the id of the file of answers; null while there is none.</summary>
    public string? OutputFileId { get; init; }

    /// <summary>Gets the id of the file of failed requests; null while there is none.</summary>
    public string? ErrorFileId { get; init; }

    /// <summary>Gets why the endpoint refused it as a whole; empty when it did not.</summary>
    public ImmutableArray<BatchProblem> Problems { get; init; } = [];

    /// <summary>Gets the entries that were sent with it.</summary>
    public ImmutableDictionary<string, string> Metadata { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Gets the encrypted file that puts personal data back; null when this session did not write one.</summary>
    public string? MappingPath { get; init; }

    /// <summary>Gets the mode it was made or asked for in.</summary>
    public required ExecutionMode Mode { get; init; }

    /// <summary>Gets a value indicating whether it exists in this process only.</summary>
    public bool Simulated { get; init; }

    /// <summary>Gets the mark that stands in the ids of its items; null for a batch that was made elsewhere.</summary>
    internal string? Mark => Metadata.GetValueOrDefault(MarkKey);

    /// <summary>Gets the model that leads to its endpoint.</summary>
    internal ResolvedModel? Source { get; init; }

    /// <summary>Gets a value indicating whether its answers must fit a schema.</summary>
    internal bool HasOutput => Metadata.GetValueOrDefault(OutputKey) == "true";

    /// <summary>Gets the users' own ids in the order of the requests; empty where this session did not send it.</summary>
    internal ImmutableArray<string?> SentIds { get; init; } = [];

    /// <summary>Gets the schema that its answers must fit, where this session knows it.</summary>
    internal OutputSchema? Output { get; init; }

    /// <summary>Gets the provider that a LiteLLM proxy was told to use.</summary>
    internal string? CustomLlmProvider { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Id;

    /// <summary>Adds what this session knows of the same batch: the endpoint may have forgotten it, or say something else.</summary>
    /// <param name="known">The batch as this session knows it.</param>
    internal AgentBatch With(AgentBatch known) => this with
    {
        Id = known.Id,
        Metadata = Metadata.SetItems(known.Metadata.Where(e => e.Key.StartsWith(KeyPrefix, StringComparison.Ordinal))),
        MappingPath = known.MappingPath,
        Output = known.Output,
        SentIds = known.SentIds,
    };

    /// <summary>Says how far it is, as a part of a sentence.</summary>
    internal string Describe() => Counts == BatchCounts.Uncounted ? $"'{Status}'" : $"'{Status}' ({Counts})";
}
