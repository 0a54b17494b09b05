using AgentCore.LiteLlm.Failures;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Failures;

public sealed class FailureRulesTests
{
    [Theory]
    [InlineData(401, "Incorrect API key", null, "invalid_api_key", FailureKind.AuthenticationFailed)]
    [InlineData(403, null, null, null, FailureKind.PermissionDenied)]
    [InlineData(401, "team not allowed to access model", "team_model_access_denied", "401", FailureKind.PermissionDenied)]
    [InlineData(403, "key not allowed to access model", "key_model_access_denied", "403", FailureKind.PermissionDenied)]
    [InlineData(400, "current length is 9000 while limit is 8192", null, "400", FailureKind.ContextLengthExceeded)]
    [InlineData(400, "Authentication Error", "auth_error", "400", FailureKind.AuthenticationFailed)]
    [InlineData(404, "The model `gpt-9` does not exist", "invalid_request_error", "model_not_found", FailureKind.ModelNotFound)]
    [InlineData(404, "model 'llama9' not found", "api_error", null, FailureKind.ModelNotFound)]
    [InlineData(400, "Invalid model name passed in model=gpt-9", "None", "400", FailureKind.ModelNotFound)]
    [InlineData(404, "Not Found", null, null, FailureKind.WrongPath)]
    [InlineData(405, null, null, null, FailureKind.WrongPath)]
    [InlineData(302, null, null, null, FailureKind.WrongPath)]
    [InlineData(200, "Unexpected endpoint or method. (POST /chat/completions)", null, null, FailureKind.WrongPath)]
    [InlineData(429, "Rate limit reached", null, "rate_limit_exceeded", FailureKind.RateLimited)]
    [InlineData(429, "You exceeded your current quota", "insufficient_quota", "insufficient_quota", FailureKind.BudgetExceeded)]
    [InlineData(400, "Budget has been exceeded! Current cost: 2, Max budget: 1", "budget_exceeded", "400", FailureKind.BudgetExceeded)]
    [InlineData(429, "No deployments available - crossed budget for provider", null, "429", FailureKind.BudgetExceeded)]
    [InlineData(402, "Insufficient credits", null, "402", FailureKind.BudgetExceeded)]
    [InlineData(400, "litellm.ContextWindowExceededError: too long", null, "400", FailureKind.ContextLengthExceeded)]
    [InlineData(400, "This model's maximum context length is 8192 tokens", null, "context_length_exceeded", FailureKind.ContextLengthExceeded)]
    [InlineData(400, "The response was filtered", null, "content_filter", FailureKind.ContentFiltered)]
    [InlineData(400, "Unsupported parameter", null, "unsupported_parameter", FailureKind.BadRequest)]
    [InlineData(422, null, null, null, FailureKind.BadRequest)]
    [InlineData(408, null, null, null, FailureKind.TimedOut)]
    [InlineData(500, "boom", null, null, FailureKind.ServerError)]
    [InlineData(502, null, null, null, FailureKind.GatewayError)]
    [InlineData(524, null, null, null, FailureKind.GatewayError)]
    [InlineData(529, "Overloaded", "overloaded_error", null, FailureKind.GatewayError)]
    [InlineData(200, "something", null, null, FailureKind.ReplyInvalid)]
    public void ToKind_reads_status_and_words(int status, string? message, string? type, string? code, FailureKind expected) =>
        Assert.Equal(expected, FailureRules.ToKind(status, new ErrorBody(message, type, code)));

    [Theory]
    [InlineData(FailureKind.RateLimited, 429, true)]
    [InlineData(FailureKind.BudgetExceeded, 429, false)]
    [InlineData(FailureKind.TimedOut, 408, true)]
    [InlineData(FailureKind.ServerError, 500, true)]
    [InlineData(FailureKind.ServerError, 501, false)]
    [InlineData(FailureKind.GatewayError, 503, true)]
    [InlineData(FailureKind.GatewayError, 529, true)]
    [InlineData(FailureKind.BadRequest, 400, false)]
    [InlineData(FailureKind.AuthenticationFailed, 401, false)]
    [InlineData(FailureKind.WrongPath, 404, false)]
    public void IsRetriable_is_true_only_where_waiting_helps(FailureKind kind, int status, bool expected) =>
        Assert.Equal(expected, FailureRules.IsRetriable(kind, status));

    [Theory]
    [InlineData("http://host/chat/completions", true)]
    [InlineData("http://host/v1/chat/completions", false)]
    [InlineData("http://host/api/paas/v4/chat/completions", false)]
    [InlineData("http://host/openai/v1beta/chat/completions", false)]
    public void A_404_suggests_the_version_only_where_none_is(string endpoint, bool expected) =>
        Assert.Equal(expected, FailureRules.FindAdvice(FailureKind.WrongPath, 404, new Uri(endpoint), hasKey: true)!.Contains("lack '/v1'", StringComparison.Ordinal));

    [Fact]
    public void Every_kind_has_a_name_that_can_be_an_error_id() =>
        Assert.All(Enum.GetNames<FailureKind>(), name => Assert.Matches("^[A-Z][A-Za-z]+$", name));
}
