using AgentCore.LiteLlm.Failures.Recognition;

namespace AgentCore.LiteLlm.Failures;

/// <summary>Says what to do about a failure, in a sentence or two.</summary>
internal static class FailureAdvice
{
    private const string ProxyRefused =
        "Your key was accepted, but a provider behind the proxy refuses the proxy's own key: whoever runs the proxy has to mend that.";

    /// <summary>Says what to do about a failure that an endpoint told.</summary>
    /// <param name="failure">What the endpoint's words mean.</param>
    /// <param name="endpoint">The address that was called.</param>
    /// <param name="hasKey">Whether a key was sent.</param>
    /// <returns>The advice, or null.</returns>
    public static string? Find(RecognisedFailure failure, Uri endpoint, bool hasKey) => failure.Kind switch
    {
        FailureKind.AuthenticationFailed when failure.IsUpstream => ProxyRefused,
        FailureKind.AuthenticationFailed when failure.Signs.Has(Sign.KeyExpired) =>
            "The key has expired: put a new one into the variable that 'api_key_env' names.",
        FailureKind.AuthenticationFailed when failure.Signs.Has(Sign.KeyBlocked) =>
            "The key, or the team or user that it belongs to, is blocked: whoever runs the endpoint can lift that.",
        FailureKind.AuthenticationFailed when hasKey && failure.Signs.Has(Sign.NoDatabase) =>
            "The proxy has no database to look keys up in, so it takes its master key only: check the value of the variable that 'api_key_env' names.",
        FailureKind.PermissionDenied when failure.Signs.Has(Sign.Region) =>
            "The provider does not serve the country that the call comes from.",
        FailureKind.PermissionDenied when failure.IsUpstream =>
            "A provider behind the proxy refuses this, not the proxy: whoever runs the proxy can see why.",
        FailureKind.PermissionDenied when failure.Signs.Has(Sign.ModelDenied) =>
            "The key is good, but may not use this model: choose one that it may use, or have the model added to the key or its team.",
        FailureKind.PermissionDenied when failure.Signs.Has(Sign.RouteDenied) =>
            "The key is good, but may not call this route: have it added to the key's allowed routes.",
        FailureKind.BudgetExceeded when failure.IsUpstream =>
            "The proxy's own account with a provider is used up: whoever runs the proxy has to raise it; retrying does not help.",
        FailureKind.WrongPath when failure.IsUpstream => "The proxy's own address of a provider is wrong: whoever runs the proxy has to mend that.",
        FailureKind.ReplyInvalid when failure.IsUpstream =>
            "A provider behind the proxy answered nothing that can be read: ask again, or look at the proxy's logs.",
        FailureKind.TimedOut => "A time limit of the endpoint's own passed: raise it there, or look at the endpoint's load.",
        FailureKind.RateLimited when failure.Signs.Has(Sign.TooLarge) =>
            "This request alone is larger than the limit, so waiting does not help: shorten it, or raise the limit at the endpoint.",
        FailureKind.ContentFiltered when failure.Guardrail is { } guardrail => $"The guardrail '{guardrail}' stopped it; change the prompt.",
        _ when failure.Signs.Has(Sign.WantsTls) && endpoint.Scheme == Uri.UriSchemeHttp => "Write 'https://' in 'base_url': that port speaks TLS.",
        FailureKind.BadRequest when failure.Signs.Has(Sign.OutputLimit) => $"Lower '{failure.Parameter}': the answer may not be that long.",
        FailureKind.BadRequest when failure.Signs.Has(Sign.Input) => "The model does not read this kind of input: leave it out, or choose a model that does.",
        FailureKind.BadRequest when failure.Signs.Has(Sign.Template) =>
            "The model's chat template does not take messages in this order or with these roles; the endpoint's message says which.",
        FailureKind.BadRequest when failure is { IsParameterRefused: true, Parameter: { } parameter } =>
            $"The endpoint or model does not take '{parameter}' like this: leave it out, or give the value that its message names.",
        FailureKind.BadRequest when failure.Status == 413 => "The request is larger than the server takes: shorten it, or attach less.",
        _ => Find(failure.Kind, failure.Status, endpoint, hasKey),
    };

    /// <summary>Says what to do about a failure of a kind.</summary>
    /// <param name="kind">The kind of failure.</param>
    /// <param name="status">The HTTP status; 0 when no answer came.</param>
    /// <param name="endpoint">The address that was called.</param>
    /// <param name="hasKey">Whether a key was sent.</param>
    /// <returns>The advice, or null.</returns>
    public static string? Find(FailureKind kind, int status, Uri endpoint, bool hasKey) => kind switch
    {
        FailureKind.AuthenticationFailed when !hasKey => "No key was sent: name its variable in 'api_key_env'.",
        FailureKind.AuthenticationFailed => "Check the value of the variable that 'api_key_env' names.",
        FailureKind.PermissionDenied =>
            "The key may not use this model or route, or a gateway in front wants headers of its own: "
            + "see 'extra_headers_env' and OmittedHeaders of the resolved model.",
        FailureKind.ModelNotFound => "Check 'model_id' against the models that the endpoint offers.",
        FailureKind.WrongPath when status is >= 300 and < 400 =>
            "Redirects are never followed, since they would carry keys to another address. A login page in front wants headers: "
            + "see 'extra_headers_env'; otherwise set 'base_url' to the final address.",
        FailureKind.WrongPath when !HasVersion(endpoint) => "Does 'base_url' lack '/v1'?",
        FailureKind.WrongPath => "Check the path of 'base_url'.",
        FailureKind.RateLimited => "Wait, or raise the limit at the endpoint.",
        FailureKind.BudgetExceeded => "Raise the budget or quota at the endpoint; retrying does not help.",
        FailureKind.ContextLengthExceeded => "Shorten the prompt or choose a model with a larger context.",
        FailureKind.ContentFiltered => "The endpoint's content policy refused it; change the prompt.",
        FailureKind.ConnectionFailed when endpoint.Scheme == Uri.UriSchemeHttp =>
            "Is the server running, are host and port of 'base_url' right, and does that port speak http and not https?",
        FailureKind.ConnectionFailed => "Is the server running, and are host and port of 'base_url' right?",
        FailureKind.TimedOut => "Raise the time limit, or look at the endpoint's load.",
        FailureKind.ReplyCutOff => "The answer is not complete; ask again.",
        FailureKind.ReplyTooLong => "Look at what the endpoint sends, or set 'max_tokens': a model may repeat itself without end.",
        FailureKind.ReplyInvalid when !HasVersion(endpoint) => "Something else may be listening there, or 'base_url' lacks '/v1'.",
        FailureKind.ReplyInvalid => "Something other than a chat-completions endpoint may be listening there.",
        FailureKind.BadRequest => "The endpoint's message says which part of the request it does not take.",
        FailureKind.ServerError or FailureKind.GatewayError => "Look at the endpoint's own logs.",
        _ => null,
    };

    private static bool HasVersion(Uri endpoint) => endpoint.Segments
        .Any(s => s.Length > 1 && s[0] is 'v' && char.IsAsciiDigit(s[1]));
}
