using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Clients;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.TestEndpoints;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>A folder of blueprints, and an endpoint at which each agent has a script of its own: what is asked of the model of an agent is its.</summary>
internal sealed class Team : IDisposable
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<TestReply>> _scripts = new(StringComparer.Ordinal);
    private readonly AgentClient _client;

    public Team(params (string Name, string Value)[] variables)
    {
        _client = new(new FixedVariables(variables));
        Endpoint = TestEndpoint.Start(new TestEndpointOptions { Unscripted = new TestReply.Computed(Answer) });
    }

    public TempFolder Folder { get; } = new();

    public TestEndpoint Endpoint { get; }

    public AgentClient Client => _client;

    /// <summary>Gets the agents in the order in which they were asked, each with the last message that it got.</summary>
    public ImmutableArray<(string Agent, string Input)> Asked => [.. Endpoint.Requests.Select(r => (r.Model!, LastOf(r)))];

    public void Dispose()
    {
        _client.Dispose();
        Endpoint.Dispose();
        Folder.Dispose();
    }

    /// <summary>Writes the blueprint of an agent, whose model has its name, and its script; without one it echoes.</summary>
    public Team With(string id, string tail = "", params TestReply[] script)
    {
        Folder.Write($"prompts/{id}-prompt.md", $"You are {id}.");
        Folder.Write($"{id}.yaml", $$"""
            id: {{id}}
            name: The {{id}}
            version: "1"
            description: Does {{id}}.
            prompt_ref: {{id}}-prompt
            model:
              provider: litellm
              model_id: {{id}}
              temperature: 0.3
              max_tokens: 100
              base_url: {{Endpoint.BaseUrl}}

            """ + tail);
        foreach (TestReply reply in script)
        {
            _scripts.GetOrAdd(id, _ => new()).Enqueue(reply);
        }

        return this;
    }

    /// <summary>Plans the agent that puts the others together.</summary>
    public Task<Checked<ChatPlan>> PlanAsync(string id = "main", CallOptions? options = null) =>
        _client.PlanFileAsync(Path.Combine(Folder.Path, $"{id}.yaml"), options ?? new CallOptions(), TestContext.Current.CancellationToken);

    /// <summary>Asks the agent that puts the others together.</summary>
    public async Task<ChatRun> AskAsync(string prompt = "Do it.", CallOptions? options = null, Func<PendingToolCall, ToolResult?>? answer = null)
    {
        CallOptions set = options ?? new CallOptions { Retries = new RetryOptions { MaximumRetryCount = 0 } };
        Checked<ChatPlan> plan = await PlanAsync(options: set);
        Assert.True(plan.IsUsable, string.Join('\n', plan.Diagnostics));
        Chain chain = new(_client, plan.Value!, prompt);
        return await ChatRun.OfAsync(answer is null ? chain : new AgentScript(chain, answer), ChatRun.Request);
    }

    /// <summary>Asks it in simulation.</summary>
    public Task<ChatRun> SimulateAsync(string prompt = "Do it.") => AskAsync(prompt, new CallOptions { Mode = ExecutionMode.Simulation });

    /// <summary>Tells the nodes of a run in order: round, name, and whose results each was given.</summary>
    public static string Tell(IEnumerable<AgentStep> steps) => string.Join(' ', steps
        .Where(s => s.Kind is AgentStepKind.Node or AgentStepKind.Gate)
        .Select(s => $"{s.Iteration}:{s.Node}{(s.Kind == AgentStepKind.Gate ? "?" : "")}({string.Join(',', s.Inputs)})"
            + s.Outcome switch { ToolOutcome.Failed => "!", ToolOutcome.NotRun => "-", _ => "" }));

    public static TestReply.Chat Says(string text, int input = 10, int output = 5) => new(text) { Usage = new TestUsage(input, output) };

    public static TestReply.Chat HandsOver(string to, string message, string? context = null) => new()
    {
        ToolCalls =
        [
            new TestToolCall("handoff_to_agent", $$"""{"agent_name":"{{to}}","message":"{{message}}"{{(context is null ? "" : $",\"context\":{context}")}}}"""),
        ],
    };

    public static string Graph(string nodesAndEdges, string more = "") => $"multi_agent:\n  pattern: graph\n{more}{nodesAndEdges}";

    private static string LastOf(TestRequest request)
    {
        using JsonDocument body = JsonDocument.Parse(request.Body);
        JsonElement last = body.RootElement.GetProperty("messages").EnumerateArray().Last();
        return last.GetProperty("content").GetString()!;
    }

    private TestReply Answer(TestRequest request) =>
        _scripts.TryGetValue(request.Model ?? "", out ConcurrentQueue<TestReply>? script) && script.TryDequeue(out TestReply? next)
            ? next is TestReply.Computed computed ? computed.Make(request) : next
            : new TestReply.Echo();

    private sealed class Chain(AgentClient client, ChatPlan plan, string prompt) : IChatProvider
    {
        public IAsyncEnumerable<ChatEvent> AnswerAsync(ChatRequest request, CancellationToken cancellationToken) =>
            client.AnswerAsync(plan, prompt, cancellationToken);
    }
}
