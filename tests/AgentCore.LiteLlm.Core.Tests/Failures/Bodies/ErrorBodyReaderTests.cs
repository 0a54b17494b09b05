using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Failures.Bodies;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Failures.Bodies;

/// <summary>Bodies that are no OpenAI error, and what a person would read in them.</summary>
public sealed class ErrorBodyReaderTests
{
    /// <summary>Gets bodies, and the words that are in them.</summary>
    public static TheoryData<string, string> Bodies => new()
    {
        {
            """{"detail":[{"loc":["body","messages",0,"role"],"msg":"Field required"},{"loc":["body","n"],"msg":"too big"}]}""",
            "body.messages.0.role: Field required; body.n: too big"
        },
        { """{"detail":{"error":{"message":"no such deployment"}}}""", "no such deployment" },
        { """{"success":false,"errors":[{"code":7003,"message":"Could not route"}],"messages":[],"result":null}""", "Could not route" },
        { """{"success":false,"error":[{"code":2008,"message":"Invalid provider"}]}""", "Invalid provider" },
        { """{"base_resp":{"status_code":1008,"status_msg":"insufficient balance"},"choices":null}""", "insufficient balance" },
        { """{"code":500,"msg":"no channel","success":false}""", "no channel" },
        { """{"timestamp":"2026-01-01","status":503,"error":"Service Unavailable","path":"/v1"}""", "Service Unavailable" },
        { """{"type":"about:blank","title":"Forbidden","status":403,"detail":"not covered"}""", "not covered" },
        { """{"message":null,"Message":"explicit deny"}""", "explicit deny" },
        { """{"error":["model is required","messages is required"]}""", "model is required; messages is required" },
        {
            """{"errors":{"model":["The selected model is invalid."]},"message":"The given data was invalid."}""",
            "The given data was invalid. model: The selected model is invalid."
        },
        { """{"error":{"message":"{\"error\":{\"message\":\"overloaded\",\"code\":529}}","type":"upstream_error"}}""", "overloaded" },
        {
            """{"error":{"message":"Provider returned error","metadata":{"raw":"{\"message\":\"too long\"}","provider_name":"X"}}}""",
            "Provider returned error: too long"
        },
        {
            """{"error":{"message":"litellm.BadRequestError: XException - b'{\"message\":\"too long\"}'"}}""",
            "litellm.BadRequestError: XException - b'too long'"
        },
        { """{"error":{"message":"{'error': \"it's 'blocked'\", 'ok': False, 'n': None, 'list': [1, ('a', 2)]}"}}""", "it's 'blocked'" },
        { """{"error":{"message":{"error":"Violated guardrail policy","lakera_guardrail_response":"stop"}}}""", "Violated guardrail policy: stop" },
        { """{"unheard":{"of":"shape"}}""", "unheard: of: shape" },
        { """["just text","and more"]""", "just text, and more" },
        { "\"just a string\"", "just a string" },
        { "data: {\"error\":{\"message\":\"in an event\"}}\n\ndata: [DONE]\n\n", "in an event" },
        { "event: error\ndata: {\"error\":{\"message\":\"in an event\"}}\n\n", "in an event" },
        { "{\"status\":\"loading\"}\n{\"error\":{\"message\":\"in a line\"}}\n", "in a line" },
        { "\uFEFF {\"error\":{\"message\":\"behind a mark\"}}", "behind a mark" },
        { "{\"error\":{\"message\":\"cut after it\",\"details\":[{\"a\":", "cut after it" },
        { "<html><head><title>502 Bad Gateway</title></head><body><h1>no</h1></body></html>", "an HTML page titled \"502 Bad Gateway\"" },
        { "<!DOCTYPE html>\r\n<html><body><h1 class=x>Site <b>not</b> found</h1></body></html>", "an HTML page titled \"Site  not  found\"" },
        { "<html><body>nothing</body></html>", "an HTML page" },
        { "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code><Message>Access &amp; more</Message></Error>", "Access & more" },
        { "upstream connect error", "upstream connect error" },
        { "Error: {\"message\": \"inside\"} (id 1)", "Error: inside (id 1)" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public void The_words_are_read_without_what_is_around_them(string body, string words) =>
        Assert.Equal(words, Read(body)!.Message);

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n")]
    public void An_empty_body_says_nothing(string body) => Assert.Null(Read(body));

    [Fact]
    public void What_stands_in_members_is_gathered_from_all_who_wrap_it()
    {
        ErrorBody body = Read(
            """
            {"error":{"message":"Error from provider: {\"error\":{\"message\":\"no\",\"type\":\"t\",\"code\":\"inner\",\"param\":\"top_p\",
            \"details\":[{\"reason\":\"WHY\",\"retryDelay\":\"1.5s\"}]}}","type":"api_error","code":"500","provider_specific_fields":{"guardrail_name":"g"}}}
            """)!;

        Assert.Equal(("api_error", "500", 500), (body.Type, body.Code, body.Status));
        Assert.Equal(["api_error", "500", "t", "inner", "WHY"], body.Codes);
        Assert.Equal(("top_p", "g", TimeSpan.FromSeconds(1.5), true), (body.Parameter, body.Guardrail, body.Wait, body.IsUpstream));
    }

    [Fact]
    public void Bodies_within_bodies_are_read_to_a_depth()
    {
        string body = "deepest";
        for (int depth = 1; depth <= 10; depth++)
        {
            body = JsonSerializer.Serialize(new { error = new { message = body } });
            string? message = Read(body)?.Message;
            Assert.True(depth > 2 || message == "deepest", message);
            Assert.NotNull(message);
        }
    }

    private static ErrorBody? Read(string body) => ErrorBodyReader.Read(Encoding.UTF8.GetBytes(body));
}
