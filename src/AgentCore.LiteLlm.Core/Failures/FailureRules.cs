namespace AgentCore.LiteLlm.Failures;

/// <summary>Decides from an endpoint's words and status what kind of failure it reports, whether waiting helps, and what to advise.</summary>
internal static class FailureRules
{
    private static readonly string[] BudgetWords =
    [
        "budget_exceeded", "budget has been exceeded", "crossed budget", "insufficient_quota", "exceeded your current quota",
        "insufficient credits", "insufficient_credits", "credit balance is too low",
    ];

    private static readonly string[] ContextWords =
    [
        "context_length_exceeded", "contextwindowexceedederror", "maximum context length", "maximum context limit", "exceed context limit",
        "exceeds the context", "exceed the configured limit", "longer than the model's context length", "max_new_tokens",
        "exceeds the maximum number of tokens allowed", "input is too long for requested model", "too many total text bytes",
        "prompt is too long", "exceed_context_size_error", "current length is",
    ];

    private static readonly string[] FilterWords =
    [
        "content_filter", "content_policy_violation", "contentpolicyviolationerror", "responsibleaipolicyviolation", "content management policy",
    ];

    private static readonly string[] ModelWords =
    [
        "model_not_found", "invalid model name", "model does not exist", "no such model", "unknown model", "is not a valid model id",
        "no endpoints found for", "model not found",
    ];

    /// <summary>Names the kind of failure.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="body">What the endpoint said; null when it said nothing readable.</param>
    /// <returns>The kind.</returns>
    public static FailureKind ToKind(int status, ErrorBody? body)
    {
        string words = $"{body?.Type}\n{body?.Code}\n{body?.Message}";

        return status switch
        {
            402 => FailureKind.BudgetExceeded,
            _ when Has(words, BudgetWords) => FailureKind.BudgetExceeded,
            429 => FailureKind.RateLimited,
            _ when status < 500 && Has(words, "model_access_denied") => FailureKind.PermissionDenied,
            401 => FailureKind.AuthenticationFailed,
            403 => FailureKind.PermissionDenied,
            _ when Has(words, "auth_error", "invalid_api_key", "token_not_found_in_db", "expired_key") => FailureKind.AuthenticationFailed,
            _ when status < 500 && Has(words, ContextWords) => FailureKind.ContextLengthExceeded,
            _ when status < 500 && Has(words, FilterWords) => FailureKind.ContentFiltered,
            _ when status < 500 && IsAboutModel(words) => FailureKind.ModelNotFound,
            _ when status < 500 && Has(words, "unexpected endpoint") => FailureKind.WrongPath,
            408 => FailureKind.TimedOut,
            404 or 405 or (>= 300 and < 400) => FailureKind.WrongPath,
            409 or 425 or 500 or 501 => FailureKind.ServerError,
            >= 500 => FailureKind.GatewayError,
            >= 400 => FailureKind.BadRequest,
            _ => FailureKind.ReplyInvalid,
        };
    }

    /// <summary>Says whether the same request may succeed after a wait.</summary>
    /// <param name="kind">The kind of failure.</param>
    /// <param name="status">The HTTP status.</param>
    /// <returns>True when it may.</returns>
    public static bool IsRetriable(FailureKind kind, int status) =>
        kind is FailureKind.RateLimited or FailureKind.TimedOut or FailureKind.ServerError or FailureKind.GatewayError
        && status is 408 or 409 or 425 or 429 or 500 or 502 or 503 or 504 or (>= 520 and <= 524) or 529;

    /// <summary>Says what to do about a failure.</summary>
    /// <param name="kind">The kind of failure.</param>
    /// <param name="status">The HTTP status; 0 when no answer came.</param>
    /// <param name="endpoint">The address that was called.</param>
    /// <param name="hasKey">Whether a key was sent.</param>
    /// <returns>One sentence, or null.</returns>
    public static string? FindAdvice(FailureKind kind, int status, Uri endpoint, bool hasKey) => kind switch
    {
        FailureKind.AuthenticationFailed when !hasKey => "No key was sent: name its variable in 'api_key_env'.",
        FailureKind.AuthenticationFailed => "Check the value of the variable that 'api_key_env' names.",
        FailureKind.PermissionDenied => "The key may not use this model or route, or a gateway in front wants headers of its own: see 'extra_headers_env' and OmittedHeaders of Resolve-AgentModel.",
        FailureKind.ModelNotFound => "Check 'model_id' against the models that the endpoint offers.",
        FailureKind.WrongPath when status is >= 300 and < 400 => "Redirects are never followed, since they would carry keys to another address. A login page in front wants headers: see 'extra_headers_env'; otherwise set 'base_url' to the final address.",
        FailureKind.WrongPath when !HasVersion(endpoint) => "Does 'base_url' lack '/v1'?",
        FailureKind.WrongPath => "Check the path of 'base_url'.",
        FailureKind.RateLimited => "Wait, or raise the limit at the endpoint.",
        FailureKind.BudgetExceeded => "Raise the budget or quota at the endpoint; retrying does not help.",
        FailureKind.ContextLengthExceeded => "Shorten the prompt or choose a model with a larger context.",
        FailureKind.ContentFiltered => "The endpoint's content policy refused it; change the prompt.",
        FailureKind.ConnectionFailed => "Is the server running, and are host and port of 'base_url' right?",
        FailureKind.TimedOut => "Raise the time limit, or look at the endpoint's load.",
        FailureKind.ReplyCutOff => "The answer is not complete; ask again.",
        FailureKind.ReplyInvalid when !HasVersion(endpoint) => "Something else may be listening there, or 'base_url' lacks '/v1'.",
        FailureKind.ReplyInvalid => "Something other than a chat-completions endpoint may be listening there.",
        FailureKind.BadRequest => "The endpoint's message says which part of the request it does not take.",
        FailureKind.ServerError or FailureKind.GatewayError => "Look at the endpoint's own logs; the request id helps its operator.",
        _ => null,
    };

    private static bool HasVersion(Uri endpoint) => endpoint.Segments
        .Any(s => s.Length > 1 && s[0] is 'v' && char.IsAsciiDigit(s[1]));

    private static bool IsAboutModel(string words) =>
        Has(words, ModelWords)
        || (Has(words, "model") && Has(words, "does not exist", "not found") && !Has(words, "path"));

    private static bool Has(string text, params string[] words) =>
        words.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));
}
