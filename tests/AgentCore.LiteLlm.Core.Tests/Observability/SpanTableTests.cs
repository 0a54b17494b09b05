using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using AgentCore.LiteLlm.Agents;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Modes;
using AgentCore.LiteLlm.Observability;
using AgentCore.LiteLlm.Outputs;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Observability;

/// <summary>The table of docs/observability.md is what spans really have, no more and no less.</summary>
[Collection(HeardSpans.Collection)]
public sealed partial class SpanTableTests
{
    private static readonly string Page = File.ReadAllText(Repository.PathTo("docs", "observability.md")).ReplaceLineEndings("\n");

    private static readonly ToolDefinition Look = new("look", "Looks.", SchemaText.Parse("""{"type":"object","properties":{}}"""));

    [Fact]
    public async Task Spans_have_the_attributes_of_the_table_and_no_others()
    {
        using Activity own = new("a test");
        own.Start();
        using HeardSpans spans = new(s => s.TraceId == own.TraceId);

        await RunAsync(ToolResult.Of("seen"), isAnswered: true);
        await RunAsync(ToolResult.Error(ToolOutcome.Failed, "It broke."), isAnswered: false);

        foreach (string operation in (string[])["invoke_agent", "chat", "execute_tool"])
        {
            IEnumerable<string> found = spans.Ended
                .Where(s => s.DisplayName.StartsWith(operation, StringComparison.Ordinal))
                .SelectMany(s => s.TagObjects.Select(t => t.Key))
                .Distinct();
            Assert.Equal(Documented(operation).Append("team").Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task What_the_blueprint_says_is_on_every_span_and_takes_the_place_of_nothing()
    {
        using Activity own = new("a test");
        own.Start();
        using HeardSpans spans = new(s => s.TraceId == own.TraceId);

        await RunAsync(ToolResult.Of("seen"), isAnswered: true);

        Assert.Equal(
            ["chat", "execute_tool", "invoke_agent"], spans.Ended.Select(s => s.DisplayName.Split(' ')[0]).Distinct().Order(StringComparer.Ordinal));
        Assert.All(spans.Ended, s =>
        {
            Assert.Equal("billing", s.GetTagItem("team"));
            Assert.NotEqual("forged", s.GetTagItem("gen_ai.operation.name"));
            Assert.Null(s.GetTagItem("error.type"));
            Assert.Equal(["support"], (string[])s.GetTagItem("agentcore.tags")!);
            Assert.Equal(["support", "nightly"], (string[])s.GetTagItem("langfuse.trace.tags")!);
            Assert.DoesNotContain(s.TagObjects, t => $"{t.Value}".Contains(ChatRun.Canary, StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task A_blueprint_that_wants_no_observability_has_no_span()
    {
        using Activity own = new("a test");
        own.Start();
        using HeardSpans spans = new(s => s.TraceId == own.TraceId);

        await RunAsync(ToolResult.Of("seen"), isAnswered: true, new TraceLabels { IsOff = true });

        Assert.Empty(spans.Ended);
    }

    private static IEnumerable<string> Documented(string operation)
    {
        string[] rows = [.. Page.Split('\n').Where(l => l.StartsWith("| ", StringComparison.Ordinal) && l.Count(c => c == '|') == 6)];
        int column = Array.FindIndex(rows[0].Split('|'), c => c.Trim() == $"`{operation}`");
        Assert.True(column > 1, $"The table has no column for '{operation}'.");
        return rows.Skip(1).Where(r => r.Split('|')[column].Trim().Length > 0)
            .Select(r => Name().Match(r)).Where(m => m.Success).Select(m => m.Groups[1].Value);
    }

    private static async Task RunAsync(ToolResult result, bool isAnswered, TraceLabels? labels = null)
    {
        ObservingProvider chat = new(
            new Model(isAnswered), TimeProvider.System, new FixedVariables((TelemetryNames.ContentVariable, "true")));
        InvokingProvider agent = new(new AgentProvider(chat, TimeProvider.System), TimeProvider.System);
        ChatRequest request = ChatRun.Streaming with
        {
            Provider = "openai",
            AgentId = "a",
            AgentName = $"A {ChatRun.Canary}",
            Messages = [new ChatMessage(ChatRole.System, "rules"), new ChatMessage(ChatRole.User, "hi")],
            Temperature = 1,
            MaxTokens = 9,
            Controls = new ModelControls { TopP = 0.5, Seed = 3, Stop = ["x"], FrequencyPenalty = 0.1, PresencePenalty = 0.2 },
            Reasoning = new ModelReasoning { Effort = ReasoningEffort.Low },
            Output = OutputSchema.Read("""{"type":"object"}""", out _),
            Prompt = new PromptSource { Reference = "p", Version = "2", Hash = "h", Origin = "o" },
            Tools = [Look],
            Loop = new LoopLimits(),
            Trace = labels ?? new TraceLabels
            {
                Version = "1.2",
                Attributes = [new("team", "billing"), new("gen_ai.operation.name", "forged"), new("error.type", "forged")],
                Tags = ["support"],
                LangfuseTags = ["support", "nightly"],
            },
        };
        ChatRun run = await ChatRun.OfAsync(new AgentScript(agent, _ => result), request);
        Assert.Equal(isAnswered, run.Failure is null);
    }

    [GeneratedRegex("^\\| `([^`]+)`")]
    private static partial Regex Name();

    // Calls the tool, and then answers or fails.
    private sealed class Model(bool isAnswered) : IChatProvider
    {
        private int _turn;

        public async IAsyncEnumerable<ChatEvent> AnswerAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            bool isFirst = _turn++ == 0;
            if (!isFirst && !isAnswered)
            {
                ScriptedProvider failing = new(ScriptedProvider.Fails(429));
                await foreach (ChatEvent item in failing.AnswerAsync(request, cancellationToken))
                {
                    yield return item;
                }
            }

            yield return new ChatEvent.Completed(new AgentReply
            {
                Text = isFirst ? "" : "yes",
                ToolCalls = isFirst ? [new ToolCall($"call {ChatRun.Canary}", "look", "{}")] : [],
                FinishReason = isFirst ? "tool_calls" : "stop",
                Model = "m-1",
                RequestedModel = "m",
                Endpoint = "e",
                Mode = ExecutionMode.Production,
                TimeToFirstToken = TimeSpan.FromSeconds(1),
                Usage = new TokenUsage { InputTokens = 5, OutputTokens = 4, CachedInputTokens = 3, CacheWriteTokens = 2, ReasoningTokens = 1 },
            });
        }
    }
}
