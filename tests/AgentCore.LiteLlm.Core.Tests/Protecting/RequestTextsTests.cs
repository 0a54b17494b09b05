using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Costs;
using AgentCore.LiteLlm.Failures;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Outputs;
using AgentCore.LiteLlm.Policies;
using AgentCore.LiteLlm.Protecting;
using AgentCore.LiteLlm.Protection;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.Wire;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Protecting;

public sealed class RequestTextsTests
{
    // Every member of a request that can hold words. A new one fails the test below until it is walked by RequestTexts, or is known to hold none.
    private static readonly string[] Walked =
    [
        "CallLabels.Metadata", "CallLabels.Tags", "CallLabels.User", "ChatMessage.Text", "File.Name", "MessageExtra.Json",
        "ModelControls.ExtraBody", "ModelControls.PromptCacheKey", "ModelControls.SafetyIdentifier", "ModelControls.Stop", "OutputSchema.WireSchema",
        "ToolCall.Arguments", "ToolDefinition.Description", "ToolDefinition.Parameters", "Words.Text",
    ];

    private static readonly string[] Kept =
    [
        "CacheMarks.TimeToLive",
        "ChatMessage.Model", "ChatMessage.ToolCallId", "ChatRequest.AgentId", "ChatRequest.AgentName",
        "ChatRequest.BaseUrl", "ChatRequest.Endpoint", "ChatRequest.ExpectedModel", "ChatRequest.Hooks", "ChatRequest.Model",
        "ChatRequest.Provider",
        "ChatRequest.ResponsesEndpoint", "ChatRequest.RunPath", "ChatRequest.SecretVariables", "ChatTarget.BaseUrl", "ChatTarget.Model", "ChatTarget.Provider",
        "File.Data", "File.Id", "Image.Url",
        "MessageExtra.Name", "ModelControls.ServiceTier", "ModelControls.Verbosity", "ModelReasoning.Source", "OutputSchema.Json", "OutputSchema.Name",
        "PromptCaching.TimeToLive", "ToolCall.Id", "ToolCall.Name", "ToolDefinition.Name", "ToolDefinition.OtherNames",
    ];

    // What is not sent, or holds only secrets.
    private static readonly Type[] Beside =
    [
        typeof(ProtectionSession), typeof(SecretHeader), typeof(GateDecision), typeof(PromptSource), typeof(PriceList), typeof(LoopLimits),
        typeof(TransportOptions), typeof(CallPolicy), typeof(AuditSubject), typeof(TraceLabels),

        // The agents of a graph, and those that are called as tools, are asked by requests of their own.
        typeof(AgentGraph), typeof(AgentNode), typeof(AgentNode.Member), typeof(AgentSpecialist), typeof(Budget),

        // Where a remote agent is.
        typeof(RemoteAgent),

        // Where a run goes on is in its messages.
        typeof(RunProgress),

        // What is remembered is put into the messages before anything is walked, and an update is a request of its own.
        typeof(MemorySubject),
    ];

    [Fact]
    public void Every_member_that_can_hold_words_is_walked_or_kept_on_purpose()
    {
        SortedSet<string> found = new(StringComparer.Ordinal);
        Collect(typeof(ChatRequest), found, []);

        Assert.Equal(string.Join('\n', Walked.Concat(Kept).Order(StringComparer.Ordinal)), string.Join('\n', found));
    }

    [Theory]
    [InlineData(ModelApi.Chat)]
    [InlineData(ModelApi.Responses)]
    public async Task Every_text_that_leaves_is_protected(ModelApi api)
    {
        ChatRequest request = ChatRun.Request with
        {
            ApiChoice = api,
            Messages =
            [
                new ChatMessage(ChatRole.System, $"system {Sessions.Email}"),
                new ChatMessage(ChatRole.User, $"user {Sessions.Email}")
                {
                    Parts =
                    [
                        new ContentPart.Words($"words {Sessions.Email}"),
                        new ContentPart.File($"{Sessions.Email}.pdf", "data:application/pdf;base64,AA==", null),
                    ],
                },
                new ChatMessage(ChatRole.Assistant, $"assistant {Sessions.Email}")
                {
                    ToolCalls = [new ToolCall("call_1", "send", $$"""{"to":["{{Sessions.Email}}",{"{{Sessions.Email}}":1}],"n":1.50}""")],
                },
                new ChatMessage(ChatRole.Assistant, "") { ToolCalls = [new ToolCall("call_2", "send", $"broken {{ {Sessions.Email}")] },
                new ChatMessage(ChatRole.Tool, $"tool {Sessions.Email}") { ToolCallId = "call_1" },
                new ChatMessage(ChatRole.Tool, """{"mail":"ann\u0040example.com","rate":1e3}""") { ToolCallId = "call_2" },
            ],
            Tools = [new ToolDefinition("send", $"tells {Sessions.Email}", JsonDocument.Parse(SchemaOf(Sessions.Email)).RootElement)],
            Output = OutputSchema.Read(SchemaOf(Sessions.Email), out _),
            Labels = new CallLabels
            {
                Tags = [$"tag {Sessions.Email}"],
                Metadata =
                [
                    KeyValuePair.Create($"key {Sessions.Email}", JsonSerializer.SerializeToElement(new { deep = new object[] { Sessions.Email, 1, true } })),
                ],
                User = Sessions.Email,
            },
            Controls = new ModelControls
            {
                Stop = [$"stop {Sessions.Email}"],
                PromptCacheKey = $"cache {Sessions.Email}",
                SafetyIdentifier = Sessions.Email,
                ExtraBody = [KeyValuePair.Create("web_search_options", JsonSerializer.SerializeToElement(new { who = new object[] { Sessions.Email, 1 } }))],
            },
            Protection = Sessions.Of(),
        };

        string body = await BodyOfAsync(request);
        string plain = Encoding.UTF8.GetString(RequestWriter.ToJson(request).Span);

        Assert.DoesNotContain("@", body, StringComparison.Ordinal);
        Assert.Equal(
            plain.Replace(Sessions.Email, "<EMAIL_ADDRESS_1>", StringComparison.Ordinal)
                .Replace("ann\\\\u0040example.com", "<EMAIL_ADDRESS_1>", StringComparison.Ordinal),
            body);
    }

    [Fact]
    public async Task A_schema_keeps_its_structure()
    {
        const string Schema = """
            {
              "$id": "https://ann@example.com/", "type": "object", "required": ["ann@example.com"], "additionalProperties": false,
              "properties": { "ann@example.com": { "type": "string", "pattern": "ann@example.com" },
                "enum": { "enum": ["ann@example.com", 1.0] }, "description": { "description": "ann@example.com" } },
              "$defs": { "title": { "anyOf": [ { "const": "ann@example.com" }, { "$ref": "#/$defs/title" } ] } }
            }
            """;
        ChatRequest request = ChatRun.Request with
        {
            Tools = [new ToolDefinition("t", "", JsonDocument.Parse(Schema).RootElement)],
            Protection = Sessions.Of(),
        };

        JsonElement safe = (await ProtectAsync(request)).Tools[0].Parameters;

        string expected = Schema
            .Replace("\"enum\": [\"ann@example.com\", 1.0]", "\"enum\": [\"<EMAIL_ADDRESS_1>\", 1.0]", StringComparison.Ordinal)
            .Replace("\"description\": \"ann@example.com\"", "\"description\": \"<EMAIL_ADDRESS_1>\"", StringComparison.Ordinal)
            .Replace("\"const\": \"ann@example.com\"", "\"const\": \"<EMAIL_ADDRESS_1>\"", StringComparison.Ordinal);
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(expected).RootElement, safe), safe.GetRawText());
    }

    [Theory]
    [InlineData("""{"a": [1, "x"], "b": {}}""")]
    [InlineData("not json")]
    [InlineData("")]
    [InlineData("{\"half\":\"\\ud83d\"}")]
    public async Task Arguments_without_findings_stay_byte_for_byte(string arguments)
    {
        ChatRequest request = ChatRun.Request with
        {
            Messages = [new ChatMessage(ChatRole.Assistant, "") { ToolCalls = [new ToolCall("1", "t", arguments)] }],
            Protection = Sessions.Of(),
        };

        Assert.Equal(arguments, (await ProtectAsync(request)).Messages[0].ToolCalls[0].Arguments);
    }

    [Fact]
    public async Task Keys_tell_what_their_values_are_and_long_numbers_are_values_too()
    {
        ProtectionSession session = Sessions.Of(new WordDetector(("123456789", "US_SSN"), ("4711", "US_SSN")) { Context = "social security" });
        const string Arguments = """{"social_security":123456789,"other":987654321,"list":{"social-security":["4711",4711,true,null]}}""";
        ChatRequest request = ChatRun.Request with
        {
            Messages = [new ChatMessage(ChatRole.Assistant, "") { ToolCalls = [new ToolCall("1", "t", Arguments)] }],
            Protection = session,
        };

        ChatRequest safe = await ProtectAsync(request);

        Assert.Equal(
            """{"social_security":"<US_SSN_1>","other":987654321,"list":{"social-security":["<US_SSN_2>",4711,true,null]}}""",
            safe.Messages[0].ToolCalls[0].Arguments);
    }

    [Fact]
    public async Task JSON_nested_without_end_is_refused()
    {
        string deep = new string('[', 900) + new string(']', 900);
        ChatRequest request = ChatRun.Request with
        {
            Labels = new CallLabels
            {
                Metadata = [KeyValuePair.Create("k", JsonDocument.Parse(deep, new JsonDocumentOptions { MaxDepth = 1000 }).RootElement)],
            },
            Protection = Sessions.Of(),
        };

        await Assert.ThrowsAsync<ChatException>(() => ProtectAsync(request));
    }

    private static string SchemaOf(string words) =>
        """{"type":"object","description":"W","properties":{"to":{"type":"string","enum":["W","x"],"default":"W","examples":["W"]}}}""".Replace(
            "W", words, StringComparison.Ordinal);

    private static async Task<ChatRequest> ProtectAsync(ChatRequest request) =>
        (await new RequestProtection(request, request.Protection!, TimeProvider.System).ApplyAsync(TestContext.Current.CancellationToken)).Request;

    private static async Task<string> BodyOfAsync(ChatRequest request) => Encoding.UTF8.GetString(RequestWriter.Write(await ProtectAsync(request)).Body.Span);

    private static void Collect(Type type, SortedSet<string> found, HashSet<Type> seen)
    {
        if (Beside.Contains(type) || !seen.Add(type))
        {
            return;
        }

        foreach (Type kind in type.Assembly.GetTypes().Where(t => t != type && t.IsAssignableTo(type)))
        {
            Collect(kind, found, seen);
        }

        foreach (PropertyInfo property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            .Where(p => p.Name != "EqualityContract"))
        {
            Type held = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            Type item = held.IsGenericType && held.IsAssignableTo(typeof(IEnumerable)) ? held.GetGenericArguments()[0] : held;
            if (item.Assembly == typeof(ChatRequest).Assembly)
            {
                Collect(item, found, seen);
            }
            else if (!item.IsPrimitive && item != typeof(TimeSpan))
            {
                found.Add($"{type.Name}.{property.Name}");
            }
        }
    }
}
