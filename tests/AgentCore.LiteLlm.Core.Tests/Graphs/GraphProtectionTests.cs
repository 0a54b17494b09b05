using AgentCore.LiteLlm.Clients;
using AgentCore.LiteLlm.Conversations;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Graphs;

/// <summary>Personal data where several agents answer together, and not all of them ask for it to be filtered.</summary>
public sealed class GraphProtectionTests : IDisposable
{
    private const string Card = "4111 1111 1111 1111";

    private const string Line = """
          nodes: [{ node_id: one, agent_ref: a }, { node_id: two, agent_ref: b }, { node_id: three, agent_ref: c }]
          edges: [{ from_node: one, to_node: two }, { from_node: two, to_node: three }]

        """;

    private readonly Team _team = new();

    public void Dispose() => _team.Dispose();

    [Fact]
    public async Task What_any_agent_must_not_send_leaves_by_none()
    {
        _team.With("a", Filter("EMAIL_ADDRESS"), Team.Says("A <CREDIT_CARD_1>")).With("b", Filter("CREDIT_CARD"), Team.Says("B <EMAIL_ADDRESS_1>"))
            .With("c", "", Team.Says("C <EMAIL_ADDRESS_1>, <CREDIT_CARD_1>")).With("main", Team.Graph(Line));

        ChatRun run = await _team.AskAsync($"Charge {Card} of {Sessions.Email}.");

        Assert.Equal($"C {Sessions.Email}, {Card}", run.Reply.Text);
        Assert.Equal(3, _team.Endpoint.RequestCount);
        Assert.All(_team.Endpoint.Requests, r =>
        {
            Assert.DoesNotContain("@example", r.Body, StringComparison.Ordinal);
            Assert.DoesNotContain("4111", r.Body, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task What_an_agent_must_not_send_is_in_no_kept_conversation_of_the_others()
    {
        _team.With("a", Filter("EMAIL_ADDRESS")).With("b").With("c", Filter("CREDIT_CARD")).With("main", Team.Graph(Line));
        ChatPlan plan = (await _team.PlanAsync()).Value!;
        AgentConversation said = new([new(ChatRole.User, $"{Card} of {Sessions.Email}")]);

        AgentConversation kept = await AgentClient.ProtectAsync(plan, said, TestContext.Current.CancellationToken);

        Assert.True(plan.IsProtected);
        Assert.Equal("<CREDIT_CARD_1> of <EMAIL_ADDRESS_1>", Assert.Single(kept.Messages).Text);
    }

    private static string Filter(string entity) => $"observability:\n  data_protection: {{ provider: presidio, presidio_entities: [{entity}] }}\n";
}
