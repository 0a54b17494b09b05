using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Failures.Recognition;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Failures;

public sealed class FailureAdviceTests
{
    private static readonly Uri Endpoint = new("https://proxy.example.com/v1/chat/completions");

    [Theory]
    [InlineData("http://host/chat/completions", true)]
    [InlineData("http://host/v1/chat/completions", false)]
    [InlineData("http://host/api/paas/v4/chat/completions", false)]
    [InlineData("http://host/openai/v1beta/chat/completions", false)]
    public void A_404_suggests_the_version_only_where_none_is(string endpoint, bool expected) =>
        Assert.Equal(
            expected, FailureAdvice.Find(FailureKind.WrongPath, 404, new Uri(endpoint), hasKey: true)!.Contains("lack '/v1'", StringComparison.Ordinal));

    [Theory]
    [InlineData(400, "no_db_connection", "No connected db.", "no database")]
    [InlineData(400, "expired_key", "Authentication Error - Expired Key.", "has expired")]
    [InlineData(401, "auth_error", "Authentication Error, Key is blocked.", "is blocked")]
    [InlineData(401, "key_model_access_denied", "key not allowed to access model.", "may not use this model")]
    [InlineData(403, null, "Virtual key is not allowed to call this route.", "may not call this route")]
    [InlineData(401, "invalid_api_key", "Incorrect API key provided", "'api_key_env'")]
    [InlineData(401, null, "litellm.AuthenticationError: AuthenticationError: OpenAIException - Invalid API key", "the proxy's own key")]
    [InlineData(403, null, "Country, region, or territory not supported", "the country")]
    [InlineData(400, null, "max_tokens is too large: 9", "Lower 'max_tokens'")]
    [InlineData(400, null, "Unsupported parameter: 'top_p' is not supported with this model.", "'top_p'")]
    [InlineData(500, null, "image input is not supported by this server", "kind of input")]
    [InlineData(500, null, "Guardrail failed words - detected", "'words'")]
    [InlineData(413, null, null, "larger than the server takes")]
    public void Advice_is_about_what_was_said(int status, string? type, string? message, string expected) =>
        Assert.Contains(expected, Advise(status, type, message, _ => null), StringComparison.Ordinal);

    [Fact]
    public void The_key_of_the_caller_is_not_blamed_for_the_proxys_own() =>
        Assert.DoesNotContain("api_key_env", Advise(401, null, "Unauthorized", name => name == "x-litellm-model-id" ? "abc" : null), StringComparison.Ordinal);

    [Fact]
    public void Every_kind_has_a_name_that_can_be_an_error_id() =>
        Assert.All(Enum.GetNames<FailureKind>(), name => Assert.Matches("^[A-Z][A-Za-z]+$", name));

    private static string Advise(int status, string? type, string? message, Func<string, string?> header) =>
        FailureAdvice.Find(FailureRecogniser.Recognise(status, message is null ? null : new ErrorBody(message, type, null), header), Endpoint, hasKey: true)!;
}
