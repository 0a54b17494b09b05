using System.Globalization;

namespace AgentCore.LiteLlm.Chat;

/// <summary>What a gateway such as LiteLLM, OpenRouter or Cloudflare says in headers about how it handled a call; null where it said nothing.</summary>
public sealed record GatewayReport
{
    /// <summary>Gets the report of who says nothing.</summary>
    internal static GatewayReport Silent { get; } = new();

    /// <summary>Gets LiteLLM's version (<c>x-litellm-version</c>).</summary>
    public string? LiteLlmVersion { get; init; }

    /// <summary>Gets LiteLLM's id of the call (<c>x-litellm-call-id</c>), by which its logs are searched.</summary>
    public string? CallId { get; init; }

    /// <summary>Gets the id of the deployment that answered (<c>x-litellm-model-id</c>).</summary>
    public string? ModelId { get; init; }

    /// <summary>Gets the group of models that answered (<c>x-litellm-model-group</c>): another than was asked for where LiteLLM went on to it.</summary>
    public string? ModelGroup { get; init; }

    /// <summary>Gets how often LiteLLM itself tried again (<c>x-litellm-attempted-retries</c>).</summary>
    public int? AttemptedRetries { get; init; }

    /// <summary>Gets how often LiteLLM went on to another model (<c>x-litellm-attempted-fallbacks</c>).</summary>
    public int? AttemptedFallbacks { get; init; }

    /// <summary>Gets OpenRouter's id of the generation (<c>x-generation-id</c>).</summary>
    public string? GenerationId { get; init; }

    /// <summary>Gets the id in Cloudflare AI Gateway's log (<c>cf-aig-log-id</c>).</summary>
    public string? GatewayLogId { get; init; }

    /// <summary>Gets whether Cloudflare AI Gateway answered from its cache: <c>HIT</c> or <c>MISS</c> (<c>cf-aig-cache-status</c>).</summary>
    public string? CacheStatus { get; init; }

    /// <summary>Gets Cloudflare's id of the request (<c>cf-ray</c>).</summary>
    public string? CloudflareRay { get; init; }

    /// <summary>Gets how many requests the rate limit still allows (<c>x-ratelimit-remaining-requests</c>).</summary>
    public long? RemainingRequests { get; init; }

    /// <summary>Gets how long until the rate limit's count of requests begins anew (<c>x-ratelimit-reset-requests</c>).</summary>
    public TimeSpan? ResetRequests { get; init; }

    /// <summary>Gets how many requests the rate limit allows in all (<c>x-ratelimit-limit-requests</c>).</summary>
    public long? LimitRequests { get; init; }

    /// <summary>Gets how many tokens the rate limit still allows (<c>x-ratelimit-remaining-tokens</c>).</summary>
    public long? RemainingTokens { get; init; }

    /// <summary>Gets how many tokens the rate limit allows in all (<c>x-ratelimit-limit-tokens</c>).</summary>
    public long? LimitTokens { get; init; }

    /// <summary>Gets how many requests LiteLLM still allows the key (<c>x-ratelimit-api_key-remaining-requests</c>).</summary>
    public long? KeyRemainingRequests { get; init; }

    /// <summary>Gets how many tokens LiteLLM still allows the key (<c>x-ratelimit-api_key-remaining-tokens</c>).</summary>
    public long? KeyRemainingTokens { get; init; }

    /// <summary>
    /// Gets how many requests a minute LiteLLM allows the key (<c>x-litellm-key-rpm-limit</c>, or
    /// <c>x-ratelimit-api_key-limit-requests</c>).
    /// </summary>
    public long? KeyLimitRequests { get; init; }

    /// <summary>Gets how many tokens a minute LiteLLM allows the key (<c>x-litellm-key-tpm-limit</c>, or <c>x-ratelimit-api_key-limit-tokens</c>).</summary>
    public long? KeyLimitTokens { get; init; }

    /// <summary>Gets what the key has spent so far, in US dollars (<c>x-litellm-key-spend</c>).</summary>
    public decimal? KeySpend { get; init; }

    /// <summary>Gets what the key may spend, in US dollars (<c>x-litellm-key-max-budget</c>).</summary>
    public decimal? KeyMaxBudget { get; init; }

    /// <inheritdoc/>
    public override string ToString() => string.Join(
        ", ", Said().Where(s => s.Value is not null).Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Name} {s.Value}")));

    private IEnumerable<(string Name, object? Value)> Said() =>
    [
        (nameof(LiteLlmVersion), LiteLlmVersion),
        (nameof(CallId), CallId),
        (nameof(ModelId), ModelId),
        (nameof(ModelGroup), ModelGroup),
        (nameof(AttemptedRetries), AttemptedRetries),
        (nameof(AttemptedFallbacks), AttemptedFallbacks),
        (nameof(GenerationId), GenerationId),
        (nameof(GatewayLogId), GatewayLogId),
        (nameof(CacheStatus), CacheStatus),
        (nameof(CloudflareRay), CloudflareRay),
        (nameof(RemainingRequests), RemainingRequests),
        (nameof(ResetRequests), ResetRequests),
        (nameof(LimitRequests), LimitRequests),
        (nameof(RemainingTokens), RemainingTokens),
        (nameof(LimitTokens), LimitTokens),
        (nameof(KeyRemainingRequests), KeyRemainingRequests),
        (nameof(KeyRemainingTokens), KeyRemainingTokens),
        (nameof(KeyLimitRequests), KeyLimitRequests),
        (nameof(KeyLimitTokens), KeyLimitTokens),
        (nameof(KeySpend), KeySpend),
        (nameof(KeyMaxBudget), KeyMaxBudget),
    ];
}
