using AgentCore.LiteLlm.Tests.Support;
using Xunit;
using Xunit.Sdk;

namespace AgentCore.LiteLlm.Tests.Schemas;

public sealed class OpenAISchemaTests
{
    private const string Absent = "../shared/data/openai-chat.schema.json is not there";

    [Theory]
    [InlineData("""{"model":"gpt-4o","messages":[{"role":"user","content":"hi"}],"temperature":0.3,"max_tokens":10}""")]
    [InlineData(
        """{"model":"groq/llama-3.3-70b","messages":[{"role":"system","content":"s"},{"role":"user","content":"u"}],"stream":true,"stream_options":"""
            + """{"include_usage":true}}""")]
    [InlineData(
        """{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"hi"}]}],"response_format":{"type":"json_schema","json_schema":"""
            + """{"name":"n","schema":{"type":"object"},"strict":true}}}""")]
    [InlineData(
        """{"model":"m","messages":[{"role":"user","content":"x"},{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":"""
            + """{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c","content":"4"}],"tools":[{"type":"function","function":"""
            + """{"name":"f","parameters":{}}}],"tool_choice":{"type":"function","function":{"name":"f"}}}""")]
    public void AssertValidRequest_accepts_what_OpenAI_documents(string body)
    {
        Assert.SkipWhen(OpenAISchema.Instance is null, Absent);

        OpenAISchema.Instance.AssertValidRequest(body);
    }

    [Theory]
    [InlineData("""{"model":"m"}""", "$ lacks the required property 'messages'")]
    [InlineData("""{"messages":[{"role":"user","content":"hi"}]}""", "$ lacks the required property 'model'")]
    [InlineData("""{"model":"m","messages":[]}""", "$.messages must have at least 1 item, but it has 0")]
    [InlineData("""{"model":"m","messages":"hi"}""", "$.messages must be an array, but it is a string")]
    [InlineData("""{"model":7,"messages":[{"role":"user","content":"hi"}]}""", "$.model must be a string, but it is a number")]
    [InlineData(
        """{"model":"m","messages":[{"role":"user","content":"hi"}],"temperature":"hot"}""", "$.temperature must be a number or null, but it is a string")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"hi"}],"temperature":3}""", "$.temperature must be at most 2, but it is 3")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"hi"}],"max_tokens":1.5}""", "$.max_tokens must be an integer or null, but it is 1.5")]
    [InlineData("""{"model":"m","messages":[{"role":"robot","content":"hi"}]}""", "$.messages[0].role must be \"developer\" or \"system\" or \"user\"")]
    [InlineData("""{"model":"m","messages":[{"role":"user"}]}""", "$.messages[0] lacks the required property 'content'")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"hi"}],"stream":"yes"}""", "$.stream must be a boolean or null, but it is a string")]
    [InlineData(
        """{"model":"m","messages":[{"role":"user","content":"hi"}],"response_format":{"type":"json"}}""",
        "$.response_format.type must be \"text\" or \"json_schema\" or \"json_object\"")]
    [InlineData(
        """{"model":"m","messages":[{"role":"user","content":"hi"}],"tools":[{"type":"function","function":{}}]}""",
        "$.tools[0].function lacks the required property 'name'")]
    public void AssertValidRequest_rejects_anything_else_and_says_why(string body, string expected)
    {
        Assert.SkipWhen(OpenAISchema.Instance is null, Absent);

        XunitException failure = Assert.ThrowsAny<XunitException>(() => OpenAISchema.Instance.AssertValidRequest(body));

        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }
}
