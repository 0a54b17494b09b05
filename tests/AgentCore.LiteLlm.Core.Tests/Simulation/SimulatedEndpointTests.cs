using System.Net;
using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Simulation;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Simulation;

public sealed class SimulatedEndpointTests : IDisposable
{
    private const string Url = "https://nowhere.invalid/v1/chat/completions";

    private readonly HttpClient _client = new(new SimulatedEndpoint { Models = ["one", "two"] });

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task A_reply_names_the_model_and_repeats_the_prompt()
    {
        using HttpResponseMessage response = await PostAsync(
            """{"model":"m/1","messages":[{"role":"system","content":"be brief"},{"role":"user","content":"Grüße, <b>you</b>"}]}""");
        string body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("true", Assert.Single(response.Headers.GetValues(SimulatedEndpoint.HeaderName)));
        Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
        string id = JsonDocument.Parse(body).RootElement.GetProperty("id").GetString()!;
        Assert.Matches("^chatcmpl-[0-9a-f]{24}$", id);
        Assert.Equal(
            $$$$"""{"id":"{{{{id}}}}","object":"chat.completion","created":1735689600,"model":"m/1","choices":[{"index":0,"message":"""
                + """{"role":"assistant","content":"Simulated reply from m/1 to: Grüße, <b>you</b>","refusal":null},"""
                + """ "logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":4,"completion_tokens":7,"total_tokens":11,""".TrimStart()
                + """ "prompt_tokens_details":{"cached_tokens":0},"completion_tokens_details":{"reasoning_tokens":0}}}""".TrimStart(),
            body);
    }

    [Fact]
    public async Task Equal_requests_get_equal_bytes_and_different_ones_different_ids()
    {
        string first = await AnswerAsync("""{"model":"m","messages":[{"role":"user","content":"a"}]}""");
        string second = await AnswerAsync("""{"model":"m","messages":[{"role":"user","content":"a"}]}""");
        string other = await AnswerAsync("""{"model":"m","messages":[{"role":"user","content":"a"}] }""");

        Assert.Equal(first, second);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public async Task A_stream_is_the_same_answer_in_events()
    {
        string body = await AnswerAsync(
            """{"model":"m","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"hi"}]}""");

        string[] events = body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        List<JsonElement> chunks = [.. events[..^1].Select(e => JsonDocument.Parse(e["data: ".Length..]).RootElement)];
        Assert.Equal("data: [DONE]", events[^1]);
        Assert.Equal("assistant", chunks[0].GetProperty("choices")[0].GetProperty("delta").GetProperty("role").GetString());
        Assert.Equal(["Simulated", " reply", " from", " m", " to:", " hi"], chunks[1..^2].Select(Content));
        Assert.All(chunks[..^2], c => Assert.Equal(JsonValueKind.Null, c.GetProperty("choices")[0].GetProperty("finish_reason").ValueKind));
        Assert.Equal("stop", chunks[^2].GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.All(chunks[..^1], c => Assert.Equal(JsonValueKind.Null, c.GetProperty("usage").ValueKind));
        Assert.Equal(0, chunks[^1].GetProperty("choices").GetArrayLength());
        Assert.Equal(7, chunks[^1].GetProperty("usage").GetProperty("total_tokens").GetInt32());
    }

    [Fact]
    public async Task A_stream_has_no_usage_unless_asked()
    {
        string body = await AnswerAsync("""{"model":"m","stream":true,"messages":[{"role":"user","content":"hi"}]}""");

        Assert.DoesNotContain("usage", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("max_tokens", 3, "Simulated reply from", "length")]
    [InlineData("max_completion_tokens", 5, "Simulated reply from m to:", "length")]
    [InlineData("max_tokens", 6, "Simulated reply from m to: hi", "stop")]
    public async Task A_limit_on_tokens_cuts_the_reply(string name, int limit, string expectedText, string expectedReason)
    {
        string body = await AnswerAsync($$"""{"model":"m","{{name}}":{{limit}},"messages":[{"role":"user","content":"hi"}]}""");

        JsonElement choice = JsonDocument.Parse(body).RootElement.GetProperty("choices")[0];
        Assert.Equal(expectedText, choice.GetProperty("message").GetProperty("content").GetString());
        Assert.Equal(expectedReason, choice.GetProperty("finish_reason").GetString());
    }

    [Fact]
    public async Task A_long_prompt_is_cut_at_a_whole_character()
    {
        string prompt = new string('a', 199) + "😀" + "tail";

        string text = await TextAsync($$"""{"model":"m","messages":[{"role":"user","content":"{{prompt}}"}]}""");

        Assert.Equal("Simulated reply from m to: " + new string('a', 199), text);
    }

    [Fact]
    public async Task The_prompt_is_the_last_text_of_the_user_in_strings_or_parts()
    {
        string text = await TextAsync(
            """
            {"model":"m","messages":[
              {"role":"user","content":"old"},
              {"role":"user","content":[{"type":"text","text":"new"},{"type":"image_url","image_url":{"url":"data:"}},{"type":"text","text":"er"}]},
              {"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},
              {"role":"tool","tool_call_id":"c","content":"result"}]}
            """);

        Assert.Equal("Simulated reply from m to: new\ner (with result)", text);
    }

    [Theory]
    [InlineData("\"required\"", "first", "{\"city\":\"x\"}")]
    [InlineData("{\"type\":\"function\",\"function\":{\"name\":\"second\"}}", "second", "{}")]
    public async Task A_forced_tool_is_called_with_what_its_schema_requires(string choice, string expectedName, string expectedArguments)
    {
        string body = await AnswerAsync(
            $$$$$$"""
            {"model":"m","messages":[{"role":"user","content":"hi"}],"tool_choice":{{{{{{choice}}}}}},"tools":[
              {"type":"function","function":{"name":"first","parameters":
                {"type":"object","required":["city"],"properties":{"city":{"type":"string"},"unit":{"type":"string"}}}}},
              {"type":"function","function":{"name":"second"}}]}
            """);

        JsonElement choiceGiven = JsonDocument.Parse(body).RootElement.GetProperty("choices")[0];
        JsonElement call = choiceGiven.GetProperty("message").GetProperty("tool_calls")[0];
        Assert.Equal("tool_calls", choiceGiven.GetProperty("finish_reason").GetString());
        Assert.Equal(JsonValueKind.Null, choiceGiven.GetProperty("message").GetProperty("content").ValueKind);
        Assert.StartsWith("call_", call.GetProperty("id").GetString(), StringComparison.Ordinal);
        Assert.Equal(expectedName, call.GetProperty("function").GetProperty("name").GetString());
        Assert.Equal(expectedArguments, call.GetProperty("function").GetProperty("arguments").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"tool_choice\":\"auto\"")]
    public async Task Tools_that_are_offered_are_each_called_once_before_the_prompt_is_answered(string choice)
    {
        string tools = $$$""" "tools":[{"type":"function","function":{"name":"f"}},{"type":"function","function":{"name":"g"}}]{{{choice}}} """;
        string body = await AnswerAsync($$$"""{"model":"m","messages":[{"role":"user","content":"hi"}],{{{tools}}}}""");
        JsonElement calls = JsonDocument.Parse(body).RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("tool_calls");
        string[] ids = [.. calls.EnumerateArray().Select(c => c.GetProperty("id").GetString()!)];

        string text = await TextAsync($$$"""
            {"model":"m","messages":[{"role":"user","content":"hi"},{"role":"assistant","content":null,"tool_calls":{{{calls.GetRawText()}}}},
              {"role":"tool","tool_call_id":"{{{ids[0]}}}","content":"1"},{"role":"tool","tool_call_id":"{{{ids[1]}}}","content":"2"}],{{{tools}}}}
            """);

        Assert.Equal(["f", "g"], calls.EnumerateArray().Select(c => c.GetProperty("function").GetProperty("name").GetString()));
        Assert.Equal(2, ids.Distinct().Count());
        Assert.Equal("Simulated reply from m to: hi (with 1, 2)", text);
    }

    [Fact]
    public async Task Tools_that_may_not_be_called_are_not()
    {
        string text = await TextAsync(
            """{"model":"m","messages":[{"role":"user","content":"hi"}],"tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":"none"}""");

        Assert.Equal("Simulated reply from m to: hi", text);
    }

    [Theory]
    [InlineData("""{"role":"user","content":"and?"}""", "messages[2]")]
    [InlineData("""{"role":"tool","tool_call_id":"other","content":""}""", "messages[2]")]
    [InlineData("""{"role":"tool","tool_call_id":"a","content":""}""", "messages[3]")]
    public async Task A_conversation_with_an_open_call_is_refused(string next, string place)
    {
        using HttpResponseMessage response = await PostAsync(
            $$$"""{"model":"m","messages":[{"role":"user","content":"hi"},{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":"""
                + $$$"""{"name":"f","arguments":"{}"}},{"id":"b","type":"function","function":{"name":"f","arguments":"{}"}}]},{{{next}}}]}""");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(place, (await ErrorAsync(response)).GetProperty("param").GetString());
    }

    [Theory]
    [InlineData("""{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"integer","minimum":3}}}""", "3")]
    [InlineData("""{"type":"json_object"}""", """{"text":"Simulated reply from m to: hi"}""")]
    [InlineData("""{"type":"text"}""", "Simulated reply from m to: hi")]
    public async Task A_response_format_is_kept(string format, string expected)
    {
        string text = await TextAsync($$"""{"model":"m","messages":[{"role":"user","content":"hi"}],"response_format":{{format}}}""");

        Assert.Equal(expected, text);
    }

    [Fact]
    public async Task The_models_are_listed()
    {
        string body = await _client.GetStringAsync(new Uri("https://nowhere.invalid/v1/models"), TestContext.Current.CancellationToken);

        Assert.Equal(["one", "two"], JsonDocument.Parse(body).RootElement.GetProperty("data").EnumerateArray().Select(m => m.GetProperty("id").GetString()));
    }

    [Theory]
    [InlineData("GET", "/v1/other", 404)]
    [InlineData("POST", "/v1", 404)]
    [InlineData("GET", "/v1/chat/completions", 405)]
    [InlineData("DELETE", "/v1/models", 405)]
    public async Task Other_paths_and_methods_are_refused(string method, string path, int expected)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), "https://nowhere.invalid" + path);
        using HttpResponseMessage response = await _client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, (int)response.StatusCode);
        Assert.Equal("invalid_request_error", (await ErrorAsync(response)).GetProperty("type").GetString());
        Assert.True(response.Headers.Contains(SimulatedEndpoint.HeaderName));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("{", null)]
    [InlineData("[]", null)]
    [InlineData("{\"messages\":[]}", "model")]
    [InlineData("{\"model\":7,\"messages\":[]}", "model")]
    [InlineData("{\"model\":\"m\"}", "messages")]
    [InlineData("{\"model\":\"m\",\"messages\":[]}", "messages")]
    [InlineData("{\"model\":\"m\",\"messages\":[7]}", "messages[0]")]
    [InlineData("{\"model\":\"m\",\"messages\":[{\"role\":\"robot\",\"content\":\"\"}]}", "messages[0].role")]
    [InlineData("{\"model\":\"m\",\"messages\":[{\"role\":\"user\"}]}", "messages[0].content")]
    [InlineData("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[\"a\"]}]}", "messages[0].content")]
    [InlineData("{\"model\":\"m\",\"messages\":[{\"role\":\"tool\",\"content\":\"a\"}]}", "messages[0].tool_call_id")]
    [InlineData("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"\\ud800\"}]}", null)]
    [InlineData("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"\"}],\"stream\":\"yes\"}", "stream")]
    [InlineData("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"\"}],\"stream_options\":{}}", "stream_options")]
    [InlineData("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"\"}],\"max_tokens\":0}", "max_tokens")]
    [InlineData("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"\"}],\"max_completion_tokens\":1.5}", "max_completion_tokens")]
    [InlineData("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"\"}],\"tool_choice\":\"required\"}", "tool_choice")]
    [InlineData(
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"\"}],\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"a b\"}}]}",
        "tools[0].function.name")]
    [InlineData(
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"\"}],\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"a\"}}],"
            + "\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"b\"}}}",
        "tool_choice")]
    [InlineData("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"\"}],\"response_format\":{\"type\":\"json_schema\"}}", "response_format")]
    public async Task A_malformed_request_gets_the_protocols_error(string body, string? expectedParam)
    {
        using HttpResponseMessage response = await PostAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        JsonElement error = await ErrorAsync(response);
        Assert.Equal(expectedParam, error.GetProperty("param").GetString());
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
    }

    [Fact]
    public void A_synchronous_caller_is_answered_too()
    {
        using HttpRequestMessage request = new(HttpMethod.Post, Url)
        {
            Content = new StringContent("""{"model":"m","messages":[{"role":"user","content":"hi"}]}"""),
        };
        using HttpResponseMessage response = _client.Send(request, TestContext.Current.CancellationToken);
        using StreamReader reader = new(response.Content.ReadAsStream(TestContext.Current.CancellationToken));

        Assert.Contains("Simulated reply from m to: hi", reader.ReadToEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_call_is_not_answered()
    {
        using SimulatedEndpoint endpoint = new();
        using HttpMessageInvoker invoker = new(endpoint);
        using HttpRequestMessage request = new(HttpMethod.Get, "https://nowhere.invalid/v1/models");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => invoker.SendAsync(request, new CancellationToken(canceled: true)));
    }

    private static string? Content(JsonElement chunk) =>
        chunk.GetProperty("choices")[0].GetProperty("delta").GetProperty("content").GetString();

    private static async Task<JsonElement> ErrorAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.GetProperty("error");

    private async Task<HttpResponseMessage> PostAsync(string body)
    {
        using StringContent content = new(body, Encoding.UTF8, "application/json");
        return await _client.PostAsync(new Uri(Url), content, TestContext.Current.CancellationToken);
    }

    private async Task<string> AnswerAsync(string body)
    {
        using HttpResponseMessage response = await PostAsync(body);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private async Task<string> TextAsync(string body) => JsonDocument.Parse(await AnswerAsync(body))
        .RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;
}
