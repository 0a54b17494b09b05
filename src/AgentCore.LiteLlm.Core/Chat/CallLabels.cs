using System.Collections.Immutable;
using System.Text.Json;

namespace AgentCore.LiteLlm.Chat;

/// <summary>
/// What an endpoint's operator is told about a call, for cost tracking and logs. LiteLLM honours all of it; others know <c>user</c> and
/// ignore or refuse the rest.
/// </summary>
public sealed record CallLabels
{
    /// <summary>Gets the tags, sent in <c>metadata.tags</c>, by which LiteLLM sums up spend and routes.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>Gets further entries of <c>metadata</c>.</summary>
    public ImmutableArray<KeyValuePair<string, JsonElement>> Metadata { get; init; } = [];

    /// <summary>Gets the end user on whose behalf the call is made, sent as <c>user</c>; null sends none.</summary>
    public string? User { get; init; }

    /// <summary>Gets a value indicating whether the tags stand in the place of the blueprint's, even where there are none.</summary>
    internal bool OverridesTags { get => field || Tags.Length > 0 || Metadata.Any(e => e.Key == "tags"); init; }
}
