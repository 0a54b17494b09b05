using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Policies;
using AgentCore.LiteLlm.Policies.Cedar;
using AgentCore.LiteLlm.TestEndpoints;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Agents;

/// <summary>What a policy forbids does not happen, whoever would make the calls.</summary>
public sealed class PolicyRunTests : IDisposable
{
    private readonly AgentRuns _runs = new();
    private readonly List<string> _made = [];

    public void Dispose() => _runs.Dispose();

    [Fact]
    public async Task A_denied_call_is_never_handed_out_and_the_model_is_told()
    {
        ChatRun run = await RunAsync(isEnforced: true);

        Assert.Equal(["""{"a":1,"b":2}"""], _made);
        AgentStep[] calls = [.. run.Reply.Steps.Where(s => s.Kind == AgentStepKind.Tool)];
        Assert.Equal([ToolOutcome.Succeeded, ToolOutcome.Denied, ToolOutcome.Denied], calls.Select(c => c.Outcome!.Value));
        Assert.Equal(["small", null, "no-looking"], calls.Select(c => c.Policy!.Rule));
        Assert.Equal(
            "Error: the agent's policy does not allow it, so the tool was not called: no rule of the policy allows the call.", calls[1].Result);
        AgentRuns.AssertEveryCallIsAnswered(run.Reply.Messages);
    }

    [Fact]
    public async Task A_policy_that_only_logs_stops_nothing_and_says_what_it_would_stop()
    {
        ChatRun run = await RunAsync(isEnforced: false);

        Assert.Equal(3, _made.Count);
        Assert.Equal([true, false, false], run.Reply.Steps.Where(s => s.Kind == AgentStepKind.Tool).Select(s => s.Policy!.Allowed));
        Assert.Equal(
            [
                "The policy would stop a call of 'add', and only notes it (LOG_ONLY): no rule of the policy allows the call.",
                "The policy would stop a call of 'look', and only notes it (LOG_ONLY): the rule 'no-looking' denies the call.",
            ],
            run.Events.OfType<ChatEvent.Warning>().Select(w => w.Message));
    }

    [Fact]
    public async Task Arguments_are_judged_as_they_are_called_with()
    {
        // The text is made the number that the schema wants before anything is judged.
        _runs.Endpoint.Enqueue(AgentRuns.Call("add", """{"a":"500","b":2}"""), new TestReply.Chat("done"));

        ChatRun run = await RunAsync(isEnforced: true, enqueues: false);

        Assert.Empty(_made);
        Assert.Equal(ToolOutcome.Denied, run.Reply.Steps.Single(s => s.Kind == AgentStepKind.Tool).Outcome);
    }

    private async Task<ChatRun> RunAsync(bool isEnforced, bool enqueues = true)
    {
        if (enqueues)
        {
            _runs.Endpoint.Enqueue(
                new TestReply.Chat
                {
                    ToolCalls =
                    [
                        new TestToolCall("add", """{"a":1,"b":2}"""), new TestToolCall("add", """{"a":500,"b":2}"""), new TestToolCall("look", "{}"),
                    ],
                },
                new TestReply.Chat("done"));
        }

        CallPolicy policy = new(
            [
                new CallRule("small", Allows: true, "add") { When = CedarReader.Read("context.input.a < 100", out _) },
                new CallRule("looking", Allows: true, "look"),
                new CallRule("no-looking", Allows: false, "look"),
            ],
            isEnforced,
            TargetPrefix: null);
        AgentScript script = new(_runs.Provider, pending =>
        {
            _made.Add(pending.Arguments.GetRawText());
            return ToolResult.Of("3");
        });
        return await ChatRun.OfAsync(script, _runs.Request with { Policy = policy, Loop = new LoopLimits { MaxToolErrors = 9 } });
    }
}
