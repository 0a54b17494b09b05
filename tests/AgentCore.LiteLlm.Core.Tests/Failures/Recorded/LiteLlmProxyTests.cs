using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Failures.Recorded;

/// <summary>
/// What a LiteLLM proxy 1.81.13 answered in 56 situations, and what a person would say of each. Hashes are shortened; headers that nobody reads
/// are left out.
/// </summary>
public sealed class LiteLlmProxyTests
{
    private static readonly ImmutableArray<Recorded> All = Read();

    /// <summary>Gets what failed: the situation, what must be said of it, and what to do about it.</summary>
    public static TheoryData<string, string, string> Failures => new()
    {
        { "plain: mock-rate", "429 RateLimited retriable upstream", "Wait" },
        { "plain: mock-ctx", "400 ContextLengthExceeded upstream", "Shorten the prompt" },
        { "plain: mock-policy", "400 ContentFiltered upstream", "change the prompt" },
        { "plain: nosuch", "400 ModelNotFound", "Check 'model_id'" },
        { "plain: bad-upstream-key", "401 AuthenticationFailed upstream", "the proxy's own key" },
        { "plain: fb-all-dead", "500 ServerError retriable upstream", "the endpoint's own logs" },
        { "plain: strict-params", "400 BadRequest upstream refused=temperature", "does not take 'temperature'" },
        { "no database, wrong key", "400 AuthenticationFailed", "no database to look keys up in" },
        { "no key", "401 AuthenticationFailed", "'api_key_env'" },
        { "guardrail before, 403", "403 ContentFiltered", "change the prompt" },
        { "guardrail after, stream", " ReplyCutOff", "not complete" },
        { "rpm of a deployment 2", "429 RateLimited retriable upstream", "Wait" },
        { "virtual key: budget", "400 BudgetExceeded", "Raise the budget" },
        { "virtual key: models", "401 PermissionDenied", "may not use this model" },
        { "virtual key: rpm1", "429 RateLimited retriable wait=60", "Wait" },
        { "virtual key: expired", "400 AuthenticationFailed", "has expired" },
        { "virtual key: blocked", "401 AuthenticationFailed", "is blocked" },
        { "virtual key: teammodels", "401 PermissionDenied", "may not use this model" },
        { "virtual key: route", "403 PermissionDenied", "may not call this route" },
        { "not sk-", "401 AuthenticationFailed", "'api_key_env'" },
        { "unknown model, no wildcard", "400 ModelNotFound", "Check 'model_id'" },
        { "upstream: html502", "502 GatewayError retriable upstream", "the endpoint's own logs" },
        { "upstream: quota", "429 BudgetExceeded upstream", "The proxy's own account" },
        { "upstream: r429b", "429 RateLimited retriable upstream", "Wait" },
        { "upstream: policy", "400 ContentFiltered upstream", "change the prompt" },
        { "upstream: perm", "403 PermissionDenied upstream", "does not serve the country" },
        { "upstream: n404", "404 WrongPath upstream", "The proxy's own address" },
        { "upstream: unproc", "422 BadRequest upstream param=max_tokens", "Lower 'max_tokens'" },
        { "upstream: nochoices", "200 ReplyInvalid upstream", "A provider behind the proxy" },
        { "upstream: empty200", "500 ServerError retriable upstream", "the endpoint's own logs" },
        { "upstream stream: serr", "200 GatewayError retriable upstream partial=AB", "the endpoint's own logs" },
        { "upstream stream: serr0", "503 GatewayError retriable upstream", "the endpoint's own logs" },
        { "deployment timeout", "408 TimedOut retriable upstream", "the endpoint's own" },
        { "guardrail: docs", "500 ContentFiltered guardrail=words", "The guardrail 'words' stopped it" },
        { "guardrail: bedrock", "400 ContentFiltered guardrail=bedrock", "The guardrail 'bedrock' stopped it" },
        { "guardrail: aporia", "400 ContentFiltered guardrail=aporia_ai", "The guardrail 'aporia_ai' stopped it" },
        { "guardrail: azure", "400 ContentFiltered guardrail=Azure Content Safety", "The guardrail 'Azure Content Safety' stopped it" },
        { "guardrail: raised", "500 ContentFiltered guardrail=generic", "The guardrail 'generic' stopped it" },
        { "upstream: filenf", "400 BadRequest upstream param=file_id", "which part of the request" },
        { "upstream: imgnf", "400 BadRequest upstream", "which part of the request" },
        { "upstream: ctxlike", "400 BadRequest upstream param=tools", "which part of the request" },
        { "cooldown 2", "429 RateLimited retriable wait=7 upstream", "Wait" },
        { "cooldown 3", "429 RateLimited retriable wait=3", "Wait" },
    };

    /// <summary>Gets what did not: the situation, what was answered, and what it cost by what the proxy says; it says 0 where it knows no price.</summary>
    public static TheoryData<string, string, string> Replies => new()
    {
        { "plain: claude-sonnet-4-6", "Hello! How can I help you today?", "0.000126" },
        { "plain: gpt-4o", "Hello! How can I help you today?", "0.000085" },
        { "plain: fb-primary", "Hello! How can I help you today?", "0.000126" },
        { "plain: unpriced-model", "Hello! How can I help you today?", "none" },
        { "stream", "Hello! How can I help you today?", "none" },
        { "rpm of a deployment 1", "Hello! How can I help you today?", "0.00008250000000000001" },
        { "virtual key: tpm1", "Hello! How can I help you today?", "0.000085" },
        { "upstream: refusal", "refused: I cannot help with that.", "none" },
        { "upstream: badtool", "get_weather({\"city\": \"SF)", "none" },
        { "upstream: plain", "Hi there", "none" },
        { "upstream stream: sfail500", "AB", "none" },
        { "upstream stream: snodone", "AB", "none" },
        { "cache 1", "Hello! How can I help you today?", "0.00009250000000000001" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_failure_is_what_a_person_would_say(string situation, string expected, string advice)
    {
        ChatFailure failure = Assert.IsType<ChatFailure>((await RunAsync(situation)).Failure);

        Assert.Equal(expected, Describe(failure));
        Assert.Contains(advice, failure.Advice, StringComparison.Ordinal);
        Assert.Null(failure.Cost);
    }

    [Theory]
    [MemberData(nameof(Replies))]
    public async Task A_reply_is_what_the_model_said_and_costs_what_the_proxy_says(string situation, string expected, string cost)
    {
        AgentReply reply = (await RunAsync(situation)).Reply;

        string calls = string.Concat(reply.ToolCalls.Select(c => $"{c.Name}({c.Arguments})"));
        string said = reply.Refusal is { } refusal ? $"refused: {refusal}" : reply.Text + calls;
        Assert.Equal((expected, cost), (said, reply.Cost?.ToString(CultureInfo.InvariantCulture) ?? "none"));
    }

    [Fact]
    public void Nothing_that_was_recorded_is_left_out() =>
        Assert.Equal(All.Select(r => r.Name).Order(), Failures.Concat(Replies).Select(r => r.Data.Item1).Order());

    private static async Task<ChatRun> RunAsync(string situation)
    {
        Recorded recorded = All.Single(r => r.Name == situation);
        (string, string)[] headers = [.. recorded.Headers.Where(h => h.Key != "content-type").Select(h => (h.Key, h.Value))];
        using WireHandler wire = new((HttpStatusCode)recorded.Status, recorded.Body, recorded.Headers["content-type"], headers);
        return await ChatRun.OverAsync(wire, recorded.Stream ? ChatRun.Streaming : ChatRun.Request);
    }

    private static string Describe(ChatFailure failure) => string.Concat(
        $"{failure.HttpStatus} {failure.Kind}",
        failure.Retriable ? " retriable" : "",
        failure.RetryAfter is { } wait ? string.Create(CultureInfo.InvariantCulture, $" wait={wait.TotalSeconds}") : "",
        failure.IsUpstream ? " upstream" : "",
        failure.Guardrail is { } guardrail ? $" guardrail={guardrail}" : "",
        failure.Parameter is { } parameter ? $" {(failure.IsParameterRefused ? "refused" : "param")}={parameter}" : "",
        failure.PartialText.Length > 0 ? $" partial={failure.PartialText}" : "");

    private static ImmutableArray<Recorded> Read()
    {
        using Stream stream = typeof(LiteLlmProxyTests).Assembly.GetManifestResourceStream("litellm-proxy-1.81.json")!;
        return JsonSerializer.Deserialize<ImmutableArray<Recorded>>(stream, JsonSerializerOptions.Web);
    }

    private sealed record Recorded(string Name, bool Stream, int Status, ImmutableDictionary<string, string> Headers, string Body);
}
