using System.Text.RegularExpressions;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;

namespace AgentCore.LiteLlm.Resilience;

/// <summary>
/// Finds by which API a model wants to be asked, in the course of one call: by <c>/responses</c> where chat completions say so, and where
/// there is no such route by chat completions without reasoning, which is the only way in which such a model then takes tools.
/// </summary>
internal sealed partial class ApiSwitch
{
    private ChatException? _refused;

    /// <summary>Finds the next step after a failure.</summary>
    /// <param name="request">The request that failed.</param>
    /// <param name="failed">Why.</param>
    /// <returns>The step; null where the failure is not about the API.</returns>
    public ApiStep? FindNext(ChatRequest request, ChatException failed)
    {
        if (request.ApiChoice != ModelApi.Auto)
        {
            return null;
        }

        Dialect dialect = request.Dialect;
        if (request.Api == ModelApi.Responses)
        {
            return IsNoRoute(failed.Failure) ? AfterNoRoute(dialect with { UsesResponses = false, LacksResponses = true }) : null;
        }

        if (dialect.IsReasoningOff && _refused is not null && failed.Failure.Kind == FailureKind.BadRequest)
        {
            // A model that cannot do without reasoning: what it said first is what is wrong.
            return new ApiStep.End(_refused);
        }

        if (!WantsResponses(failed.Failure))
        {
            return null;
        }

        _refused ??= failed;
        return dialect.LacksResponses
            ? AfterNoRoute(dialect)
            : new ApiStep.Retry(dialect with { UsesResponses = true }, $"it is asked by {request.ResponsesEndpoint.AbsoluteUri} from now on")
            {
                LosesNothing = true,
            };
    }

    /// <summary>Says whether an endpoint says that a model, or its tools, are to be had by the other API only.</summary>
    /// <param name="failure">What it answered.</param>
    public static bool WantsResponses(ChatFailure failure) =>
        failure is { Kind: FailureKind.BadRequest or FailureKind.ModelNotFound or FailureKind.WrongPath, ProviderMessage: { } words }
        && Responses().IsMatch(words);

    // 404 and 405, and what a web server or a proxy without the route says with 200: a page, or words.
    private static bool IsNoRoute(ChatFailure failure) =>
        failure.Kind == FailureKind.WrongPath
        || (failure.Kind == FailureKind.ReplyInvalid && failure.HttpStatus is >= 200 and < 300)
        || (failure is { HttpStatus: 404 or 405 or 501 } && failure.Kind != FailureKind.ModelNotFound);

    private ApiStep AfterNoRoute(Dialect dialect) => _refused switch
    {
        // What was known of the endpoint holds no more: it may have lost the route.
        null => new ApiStep.Retry(dialect, "it has no '/responses' any more, so chat completions are asked again") { LosesNothing = true },
        { } refused when !dialect.IsReasoningOff && Tools().IsMatch(refused.Failure.ProviderMessage!) => new ApiStep.Retry(
            dialect with { IsReasoningOff = true },
            "it takes tools for this model only by '/responses', which it does not have; the model is told not to reason "
                + "('reasoning_effort: none') from now on"),
        { } refused => new ApiStep.End(refused),
    };

    [GeneratedRegex(@"(?<!\w)v1/responses(?![\w/])|responses api", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Responses();

    [GeneratedRegex(@"function tools|tool", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Tools();
}
