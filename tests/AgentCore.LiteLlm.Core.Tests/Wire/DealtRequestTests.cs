using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Outputs;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.Wire;
using CsCheck;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Wire;

/// <summary>Requests of every kind by both APIs, the same ones each time: valid by what OpenAI publishes, and complete.</summary>
public sealed class DealtRequestTests
{
    private const int Requests = 1500;

    [Theory]
    [InlineData(ModelApi.Chat)]
    [InlineData(ModelApi.Responses)]
    public void Every_request_is_valid_by_the_published_schema(ModelApi api)
    {
        Assert.SkipWhen(OpenAISchema.Instance is null, "The published schemas are not at hand.");
        HashSet<string> members = [];
        foreach ((ChatRequest _, string body) in Deal(api))
        {
            OpenAISchema.Instance.AssertValidRequest(body);
            using JsonDocument json = JsonDocument.Parse(body);
            members.UnionWith(json.RootElement.EnumerateObject().Select(m => m.Name));
        }

        // What the generator never dealt was never judged.
        string[] both =
        [
            "model", "tools", "tool_choice", "temperature", "top_p", "service_tier", "parallel_tool_calls", "prompt_cache_key", "safety_identifier", "user",
            "metadata", "stream", "thinking", "reasoning", "chat_template_kwargs", "extra_body", "top_logprobs",
        ];
        string[] own = api == ModelApi.Chat
            ?
            [
                "messages", "max_tokens", "max_completion_tokens", "response_format", "seed", "stop", "frequency_penalty", "verbosity", "reasoning_effort",
                "stream_options",
            ]
            : ["input", "instructions", "max_output_tokens", "text", "include", "store"];
        Assert.Empty(both.Concat(own).Except(members));
    }

    [Theory]
    [InlineData(ModelApi.Chat)]
    [InlineData(ModelApi.Responses)]
    public void No_member_stands_twice_and_nothing_that_was_said_is_lost(ModelApi api)
    {
        foreach ((ChatRequest request, string body) in Deal(api))
        {
            using JsonDocument json = JsonDocument.Parse(body);
            AssertUnique(json.RootElement, body);
            string[] texts = [.. TextsOf(json.RootElement)];
            foreach (ChatMessage message in request.Messages)
            {
                // The text of an answer may stand in several parts of its items.
                Assert.True(message.Text.Length == 0 || texts.Contains(message.Text), $"'{message.Text}' of {message.Role} is not in {body}");
            }

            int calls = request.Messages.Sum(m => m.ToolCalls.Length);
            Assert.Equal(calls, CountOf(json.RootElement, api == ModelApi.Chat ? "function" : "function_call", api));
            Assert.Equal(request.Tools.Length + (HasOutputTool(request) ? 1 : 0), CountOf(json.RootElement, "tools", api));
        }
    }

    private static IEnumerable<(ChatRequest Request, string Body)> Deal(ModelApi api)
    {
        Gen<ChatRequest> requests = DealtRequest.By(api);
        PCG random = new(stream: 1, seed: 20_261_129);
        for (int i = 0; i < Requests; i++)
        {
            ChatRequest request = requests.Generate(random, null, out _);
            yield return (request, Encoding.UTF8.GetString(RequestWriter.ToJson(request).Span));
        }
    }

    private static bool HasOutputTool(ChatRequest request) =>
        request.Output is not null && request.OutputForm is OutputForm.ForcedTool or OutputForm.RequiredTool;

    private static int CountOf(JsonElement body, string what, ModelApi api) => (what, api) switch
    {
        ("tools", _) => body.TryGetProperty("tools", out JsonElement tools) ? tools.GetArrayLength() : 0,
        (_, ModelApi.Chat) => body.GetProperty("messages").EnumerateArray()
            .Sum(m => m.TryGetProperty("tool_calls", out JsonElement c) ? c.GetArrayLength() : 0),
        _ => body.GetProperty("input").EnumerateArray().Count(i => i.TryGetProperty("type", out JsonElement t) && t.GetString() == what),
    };

    private static IEnumerable<string> TextsOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Array => value.EnumerateArray().SelectMany(TextsOf),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(m => TextsOf(m.Value)),
        _ => [],
    };

    private static void AssertUnique(JsonElement value, string body)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            string[] names = [.. value.EnumerateObject().Select(m => m.Name)];
            Assert.True(names.Length == names.Distinct().Count(), $"A member stands twice in {body}");
        }

        foreach (JsonElement inner in value.ValueKind == JsonValueKind.Object ? value.EnumerateObject().Select(m => m.Value)
            : value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [])
        {
            AssertUnique(inner, body);
        }
    }
}
