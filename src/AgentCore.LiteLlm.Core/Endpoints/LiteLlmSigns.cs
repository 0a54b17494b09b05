using System.Text.Json;
using AgentCore.LiteLlm.Failures;

namespace AgentCore.LiteLlm.Endpoints;

/// <summary>By what LiteLLM's proxy is told from other endpoints: other servers are never asked what only it knows.</summary>
internal static class LiteLlmSigns
{
    private static readonly string[] ErrorTypes =
    [
        "auth_error", "token_not_found_in_db", "expired_key", "no_db_connection", "key_model_access_denied", "budget_exceeded",
    ];

    /// <summary>Says whether an answer comes from a LiteLLM proxy.</summary>
    public static bool AreIn(EndpointAnswer answer) =>
        answer.Headers.Keys.Any(name => name.StartsWith("x-litellm-", StringComparison.OrdinalIgnoreCase))
        || ModelListReader.IsOfLiteLlm(answer)
        || (!answer.IsSuccess && IsErrorOfLiteLlm(answer));

    private static bool IsErrorOfLiteLlm(EndpointAnswer answer)
    {
        using JsonDocument? json = answer.FindJson();
        return json is not null && ErrorBody.Find(json.RootElement)?.Type is { } type && ErrorTypes.Contains(type, StringComparer.Ordinal);
    }
}
