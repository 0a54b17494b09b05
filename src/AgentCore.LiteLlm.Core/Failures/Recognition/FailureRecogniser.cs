namespace AgentCore.LiteLlm.Failures.Recognition;

/// <summary>
/// Says what an endpoint's error means: by what it says in codes, types and headers first, then by families of words, then by its status.
/// The same words mean the same whoever wraps them, and whichever status they come with.
/// </summary>
internal static class FailureRecogniser
{
    private static readonly string[] PromptMembers = ["messages", "input", "prompt", "contents", "system"];

    /// <summary>Recognises an error.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="error">What the endpoint said; null when it said nothing.</param>
    /// <param name="header">Finds a response header.</param>
    /// <param name="hasWait">Whether the endpoint named a wait.</param>
    /// <returns>What it means.</returns>
    public static RecognisedFailure Recognise(int status, ErrorBody? error, Func<string, string?> header, bool hasWait = false)
    {
        GatewayWords words = GatewayWords.Of(error?.Message);
        SignSet signs = SignTable.Default.Find([.. error?.Codes ?? [], .. words.Classes], words.Text);
        string? parameter = FindParameter(error, words, signs);
        signs = Weigh(signs, status, error, words, parameter, hasWait);
        parameter ??= signs.Has(Sign.OutputLimit) ? "max_tokens" : null;
        bool refusesMember = signs.Has(Sign.Refused) && !signs.Has(Sign.Value) && !signs.Has(Sign.OutputLimit);
        bool isMemberRefused = parameter is not null && refusesMember;
        int meant = status is >= 200 and <= 299 ? error?.Status ?? status : status;
        FailureKind kind = ToKind(meant, signs, isMemberRefused);
        return new RecognisedFailure(kind, meant)
        {
            Signs = signs,
            IsRetriable = IsRetriable(kind, meant) && !signs.Has(Sign.TooLarge) && header("x-should-retry") != "false",
            Parameter = kind == FailureKind.BadRequest ? parameter : null,
            IsParameterRefused = kind == FailureKind.BadRequest && isMemberRefused,
            RefusesMember = kind == FailureKind.BadRequest && refusesMember,
            Guardrail = kind == FailureKind.ContentFiltered ? error?.Guardrail ?? GuardrailName.Find(words.Text) : null,
            RefusesForm = kind == FailureKind.BadRequest && signs.Has(Sign.Form),
            IsUpstream = words.IsUpstream || error?.IsUpstream == true || IsPassedOn(header),
        };
    }

    /// <summary>Says whether a LiteLLM proxy passes on what a provider answered: its own errors name no model.</summary>
    public static bool IsPassedOn(Func<string, string?> header) => header("x-litellm-model-id") is { Length: > 0 };

    // What several signs mean together.
    private static SignSet Weigh(SignSet signs, int status, ErrorBody? error, GatewayWords words, string? parameter, bool hasWait)
    {
        // A text that is too long is the prompt only where the prompt is what it belongs to.
        bool isLongText = error?.Codes.Contains("string_above_max_length") == true;
        signs = isLongText && parameter is not null && IsOfPrompt(parameter) ? signs.With(Sign.Context) : signs;
        signs = IsLongPrompt(status, signs) ? signs.With(Sign.Context) : signs;

        RefusedTokens? counts = signs.Has(Sign.Context) || signs.Has(Sign.OutputLimit) ? RefusedTokens.Find(words.Text) : null;
        if (counts is not null)
        {
            signs = counts.IsOutputTooLong ? signs.Without(Sign.Context).With(Sign.OutputLimit) : signs.Without(Sign.OutputLimit).With(Sign.Context);
        }
        else if (signs.Has(Sign.OutputLimit) && !signs.Has(Sign.TooLarge))
        {
            signs = signs.Without(Sign.Context);
        }

        return hasWait ? signs.With(Sign.ComesBack) : signs;
    }

    // With 429 the same words are about a minute's tokens.
    private static bool IsLongPrompt(int status, SignSet signs) =>
        signs.Has(Sign.Long) && !signs.Has(Sign.NotPrompt) && (status is 400 or 413 or 422 or >= 500 or (>= 200 and < 300));

    private static bool IsOfPrompt(string parameter) =>
        PromptMembers.Any(m => parameter.StartsWith(m, StringComparison.Ordinal)) && !parameter.EndsWith("name", StringComparison.Ordinal);

    private static FailureKind ToKind(int status, SignSet signs, bool isMemberRefused) => status switch
    {
        _ when signs.Has(Sign.Filter) && !signs.Has(Sign.NoFilter) => FailureKind.ContentFiltered,
        446 => FailureKind.ContentFiltered,
        _ when signs.Has(Sign.Budget) && !(status == 429 && signs.Has(Sign.Rate) && signs.Has(Sign.ComesBack)) => FailureKind.BudgetExceeded,
        _ when signs.Has(Sign.Quota) => signs.Has(Sign.ComesBack) ? FailureKind.RateLimited : FailureKind.BudgetExceeded,
        402 => FailureKind.BudgetExceeded,
        413 when signs.Has(Sign.TooLarge) => FailureKind.ContextLengthExceeded,
        _ when signs.Has(Sign.Rate) => FailureKind.RateLimited,
        403 => signs.Has(Sign.Auth) && !signs.Has(Sign.Permission) ? FailureKind.AuthenticationFailed : FailureKind.PermissionDenied,
        _ when signs.Has(Sign.NoDatabase) => status >= 500 ? FailureKind.GatewayError : FailureKind.AuthenticationFailed,
        429 when signs.Has(Sign.ComesBack) => FailureKind.RateLimited,
        _ when signs.Has(Sign.Context) && !signs.Has(Sign.NoContext) => FailureKind.ContextLengthExceeded,
        429 or 498 => FailureKind.RateLimited,
        _ when signs.Has(Sign.Model) && status != 401 => FailureKind.ModelNotFound,
        _ when signs.Has(Sign.Permission) && !(status == 401 && signs.Has(Sign.Auth) && !signs.Has(Sign.ModelDenied)) => FailureKind.PermissionDenied,
        401 => FailureKind.AuthenticationFailed,
        _ when signs.Has(Sign.Auth) => FailureKind.AuthenticationFailed,
        _ when signs.Has(Sign.Path) && status < 500 => FailureKind.WrongPath,
        408 => FailureKind.TimedOut,
        _ when isMemberRefused || IsRequestAtFault(signs) => FailureKind.BadRequest,
        >= 500 or (>= 200 and < 300) when signs.Has(Sign.Invalid) => FailureKind.BadRequest,
        >= 200 and < 300 when signs.Has(Sign.RequestError) => FailureKind.BadRequest,
        404 when signs.Has(Sign.Thing) => FailureKind.BadRequest,
        404 or 405 or (>= 300 and < 400) => FailureKind.WrongPath,
        409 or 425 or 500 or 501 => FailureKind.ServerError,
        424 when signs.Has(Sign.Server) => FailureKind.ServerError,
        >= 500 => FailureKind.GatewayError,
        >= 400 => FailureKind.BadRequest,
        _ when signs.Has(Sign.Timeout) => FailureKind.TimedOut,
        _ when signs.Has(Sign.Overload) => FailureKind.GatewayError,
        _ when signs.Has(Sign.Server) => FailureKind.ServerError,
        _ => FailureKind.ReplyInvalid,
    };

    private static bool IsRetriable(FailureKind kind, int status) => kind switch
    {
        FailureKind.RateLimited or FailureKind.TimedOut => true,
        FailureKind.ServerError or FailureKind.GatewayError => status is < 500 or 500 or 502 or 503 or 504 or (>= 520 and <= 524) or 529,
        _ => false,
    };

    // A status of 500 does not make such a request right the next time.
    private static bool IsRequestAtFault(SignSet signs) =>
        signs.Has(Sign.Template) || signs.Has(Sign.Input) || signs.Has(Sign.Form) || signs.Has(Sign.OutputLimit);

    private static string? FindParameter(ErrorBody? error, GatewayWords words, SignSet signs)
    {
        // Cerebras puts 'validation_error' where the name belongs.
        if (error?.Parameter is { } named && NamedMember.IsName(named) && !named.EndsWith("_error", StringComparison.Ordinal))
        {
            return named;
        }

        bool isAboutMember = signs.Has(Sign.Refused) || signs.Has(Sign.Value) || signs.Has(Sign.OutputLimit);
        return isAboutMember ? NamedMember.Find(words.Text) : null;
    }
}
