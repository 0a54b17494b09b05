using System.Globalization;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Wire;

/// <summary>Reads what gateways say in the headers of an answer.</summary>
internal static class GatewayHeaders
{
    private const int LongestValue = 200;

    /// <summary>Reads the report.</summary>
    /// <param name="header">Finds a response header.</param>
    /// <param name="redactor">Takes the request's secrets out.</param>
    /// <returns>The report.</returns>
    public static GatewayReport Read(Func<string, string?> header, Redactor redactor)
    {
        return new GatewayReport
        {
            LiteLlmVersion = Text("x-litellm-version"),
            CallId = Text("x-litellm-call-id"),
            ModelId = Text("x-litellm-model-id"),
            ModelGroup = Text("x-litellm-model-group"),
            AttemptedRetries = (int?)Count("x-litellm-attempted-retries", int.MaxValue),
            AttemptedFallbacks = (int?)Count("x-litellm-attempted-fallbacks", int.MaxValue),
            GenerationId = Text("x-generation-id"),
            GatewayLogId = Text("cf-aig-log-id"),
            CacheStatus = Text("cf-aig-cache-status"),
            CloudflareRay = Text("cf-ray"),
            RemainingRequests = Count("x-ratelimit-remaining-requests", long.MaxValue),
            ResetRequests = RetryHints.FindDuration(header("x-ratelimit-reset-requests")),
            LimitRequests = Count("x-ratelimit-limit-requests", long.MaxValue),
            RemainingTokens = Count("x-ratelimit-remaining-tokens", long.MaxValue),
            LimitTokens = Count("x-ratelimit-limit-tokens", long.MaxValue),
            KeyRemainingRequests = Count("x-ratelimit-api_key-remaining-requests", long.MaxValue),
            KeyRemainingTokens = Count("x-ratelimit-api_key-remaining-tokens", long.MaxValue),
            KeyLimitRequests = Count("x-litellm-key-rpm-limit", long.MaxValue) ?? Count("x-ratelimit-api_key-limit-requests", long.MaxValue),
            KeyLimitTokens = Count("x-litellm-key-tpm-limit", long.MaxValue) ?? Count("x-ratelimit-api_key-limit-tokens", long.MaxValue),
            KeySpend = ToCost(header("x-litellm-key-spend")),
            KeyMaxBudget = ToCost(header("x-litellm-key-max-budget")),
        };

        // LiteLLM writes Python's word for nothing.
        string? Text(string name) => header(name) is { Length: > 0 } value && value != "None" && redactor.Redact(value) is { } safe
            ? safe[..Math.Min(safe.Length, LongestValue)]
            : null;

        long? Count(string name, long most) =>
            long.TryParse(header(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long count) && count >= 0 && count <= most
                ? count
                : null;
    }

    /// <summary>Reads what LiteLLM says a call cost, in US dollars; meaningful only when the answer was not streamed.</summary>
    public static decimal? FindCost(Func<string, string?> header) => ToCost(header("x-litellm-response-cost"));

    /// <summary>Says whether the answer came out of the gateway's own cache, which costs nothing.</summary>
    public static bool IsCached(Func<string, string?> header) =>
        header("x-litellm-cache-key") is { Length: > 0 } and not "None" || "HIT".Equals(header("cf-aig-cache-status"), StringComparison.OrdinalIgnoreCase);

    /// <summary>Says whether the answer came through LiteLLM's proxy, which says 0 where it knows no price.</summary>
    public static bool IsLiteLlm(Func<string, string?> header) =>
        (header("x-litellm-call-id") ?? header("x-litellm-version") ?? header("x-litellm-model-id") ?? header("x-litellm-response-cost")) is not null;

    /// <summary>Reads a cost.</summary>
    public static decimal? ToCost(string? text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal cost) && cost >= 0 ? cost : null;
}
