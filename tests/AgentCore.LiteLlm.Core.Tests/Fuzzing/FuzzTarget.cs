using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Bulk;
using AgentCore.LiteLlm.Cassettes;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Evaluations;
using AgentCore.LiteLlm.Evaluations.Baselines;
using AgentCore.LiteLlm.Files;
using AgentCore.LiteLlm.Schemas;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Fuzzing;

/// <summary>A reader of bytes that strangers write: it may refuse them in its own way, and do nothing else.</summary>
/// <param name="Name">What it reads.</param>
/// <param name="ReadAsync">Reads bytes; throws what a user must never see.</param>
/// <param name="Seeds">What it reads without complaint, or almost.</param>
internal sealed record FuzzTarget(string Name, Func<byte[], Task> ReadAsync, params string[] Seeds)
{
    private const string Schema = """
        {"$defs":{"a":{"type":["string","null"],"pattern":"^a+(b|c)*$","format":"date-time"}},"type":"object","required":["a"],
        "properties":{"a":{"$ref":"#/$defs/a"},"b":{"enum":[1,"x",null]},"c":{"type":"array","prefixItems":[{"const":1}],
        "items":{"anyOf":[{"minimum":-1e3},
        {"$dynamicRef":"#n"}]},"uniqueItems":true,"contains":{"type":"number"},"minContains":1}},
        "patternProperties":{"^x-":{"type":"integer","multipleOf":0.1}},
        "additionalProperties":false,"dependentRequired":{"a":["b"]},"if":{"minProperties":1},"then":{"propertyNames":{"maxLength":5}},
        "unevaluatedProperties":true}
        """;

    private const string Instance = """{"a":"aab","b":1,"c":[1,2.5,{"x":[]}],"x-1":3,"d":{"e":null}}""";

    /// <summary>Gets all of them.</summary>
    public static FuzzTarget[] All { get; } =
    [
        new(
            "blueprints",
            Sync(bytes => BlueprintReader.Read(bytes, "f.yaml")),
            [.. BlueprintFiles.All.Where(f => new FileInfo(f).Length < 8_000).Select(File.ReadAllText), "a: &a [x]\nb: *a\nc: &s text\nd: [*s, *s, *s]\n",
            "gateway:\n  url: https://gateway.example.\uFFFDom/mcp\nruntime:\n  network_mode: PRIVATE\n"]),
        new(
            "cases",
            Sync(bytes => EvaluationFile.Read(bytes, "f.cases.yaml")),
            File.ReadAllText(Repository.PathTo("samples", "tools-agent.cases.yaml")),
            "cases:\n- name: a\n  prompt: hi\n  expect:\n    contains: [a, b]\n    json: {type: object}\n    matches: '^a+$'\n"),
        new(
            "baselines",
            bytes =>
            {
                Allow<FileException>(() => EvaluationBaseline.Read(bytes, "b.json"));
                return Task.CompletedTask;
            },
            """{"format":"agentcore-evaluation/1","results":[{"file":"f","name":"n","passedRuns":1,"judgedRuns":2,"runResults":[{"file":"f"}]}]}"""),
        new(
            "answers",
            bytes => CallAsync(bytes, "application/json"),
            """
            {"id":"w","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":[{"type":"text","text":"a 😀"}],"reasoning_content":"r",
            "tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{\"x\":[1,{\"y\":null}]}"}}]},"finish_reason":"tool_calls"}],
            "usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3,"prompt_tokens_details":{"cached_tokens":1},"cost":0.1}}
            """,
            """{"error":{"message":"litellm.BadRequestError: {'error': {'message': 'no', 'code': '400'}}","type":"x","code":"400","param":"temperature"}}""",
            """{"detail":[{"loc":["body","model"],"msg":"field required"}]}"""),
        new(
            "streams",
            bytes => CallAsync(bytes, "text/event-stream"),
            Sse.Of(Sse.Delta("\"role\":\"assistant\""), Sse.Text("a 😀<think>b</think>"), Sse.Stop, Sse.Done),
            Sse.Of(
                Sse.Delta("\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"k\\\":\"}}]"),
                Sse.Delta("\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"1}\"}}]"), Sse.Stop, Sse.Done),
            "event: error\ndata: {\"error\":{\"message\":\"x\"}}\n\n"),
        new(
            "cassettes",
            Sync(bytes =>
            {
                Allow<FileException>(() => CassetteReader.Read(bytes, "c.json"));
                return 0;
            }),
            """
            {"format":"agentcore-cassette","version":1,"interactions":[{"take":"t","request":{"method":"POST","path":"/v1/chat/completions","body":{"model":"m",
            "messages":[{"role":"user","content":"hi"}]}},"response":{"status":200,"headers":{"Content-Type":"text/event-stream"},"chunks":["data: {}\n\n","b"],
            "cut":true}},{"request":{"method":"GET","path":"/"},"fault":{"error":"ConnectionRefused","message":"no"}},{"request":{"method":"GET","path":"/",
            "body":null},"response":{"status":404,"headers":{},"json":{"a":[1e5]}}}]}
            """),
        new(
            "journals",
            ReadJournalAsync,
            """
            {"v":1,"request":"k","at":"2026-01-01T00:00:00Z","reply":{"text":"a","finishReason":"stop","usage":{"inputTokens":1}}}
            {"v":1,"request":"k","at":"2026-01-01T00:00:00+01:00","error":"TimedOut","message":"m"}
            {"v":1,"request":"k","reply":{}}

            """),
        new(
            "schemas",
            Sync(ReadSchema),
            Schema + "\n\n" + Instance,
            """{"type":"string","format":"uri","contentMediaType":"application/json","pattern":"\\p{L}(?<a>x)\\k<a>"}""" + "\n\n\"http://h/%41\"",
            """{"\ud83d$defs":{},"type":"object"}""" + "\n\n{}",
            """{"type":"object","required":["a"],"properties":{"a":{"const":1}}}""" + "\n\n" + """{"\ud83d":{"\udc00":1},"a":1}"""),
    ];

    private static Func<byte[], Task> Sync<T>(Func<byte[], T> read) => bytes =>
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        read(bytes);

        // What took too long would also ask for memory.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64_000_000);
        return Task.CompletedTask;
    };

    private static void Allow<T>(Action read)
        where T : Exception
    {
        try
        {
            read();
        }
        catch (T)
        {
            // It says so in its own way.
        }
    }

    private static async Task CallAsync(byte[] bytes, string type)
    {
        using ByteArrayContent content = new(bytes);
        using WireHandler wire = new(System.Net.HttpStatusCode.OK, () => content, type);
        ChatRun run = await ChatRun.OverAsync(wire, ChatRun.Request with { Stream = type == "text/event-stream" });
        Assert.Equal(run.Failure is null, run.Events.OfType<ChatEvent.Completed>().Any());
    }

    private static async Task ReadJournalAsync(byte[] bytes)
    {
        MemoryStream file = new();
        await file.WriteAsync(bytes);
        file.Position = 0;
        try
        {
            using Journal journal = Journal.Open("j.jsonl", file, TimeProvider.System);
            while (await journal.TakeAsync("k", CancellationToken.None) is not null)
            {
            }
        }
        catch (FileException)
        {
            // It says so in its own way.
        }
    }

    // A schema, an empty line, and what is held against it.
    private static int ReadSchema(byte[] bytes)
    {
        string[] parts = Encoding.UTF8.GetString(bytes).Split("\n\n", 2);
        JsonSchema? schema = JsonSchema.Read(parts[0], out _);
        Allow<JsonException>(() =>
        {
            using JsonDocument instance = JsonDocument.Parse(parts[^1]);
            schema?.Validate(instance.RootElement);
        });
        return 0;
    }
}
