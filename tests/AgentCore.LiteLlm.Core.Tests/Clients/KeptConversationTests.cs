using System.Collections.Immutable;
using AgentCore.LiteLlm.Clients;
using AgentCore.LiteLlm.Conversations;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Clients;

public sealed class KeptConversationTests
{
    private const string Address = "ann@example.org";

    private static readonly AgentConversation Said = new(
    [
        new ChatMessage(ChatRole.User, $"Write to {Address}.")
        {
            Parts = [new ContentPart.Image("data:image/png;base64,AAAA"), new ContentPart.Words(Address)],
        },
        new ChatMessage(ChatRole.Assistant, "") { ToolCalls = [new ToolCall("1", "Send", $$"""{"to":"{{Address}}"}""")] },
        new ChatMessage(ChatRole.Tool, $"Sent to {Address}.") { ToolCallId = "1" },
        new ChatMessage(ChatRole.Assistant, $"{Address} has it."),
    ]);

    [Fact]
    public async Task What_is_protected_is_not_kept_and_what_is_kept_is_a_conversation()
    {
        ChatPlan plan = Plan("observability:\n  data_protection:\n    provider: presidio\n    presidio_entities: [EMAIL_ADDRESS]\n");

        AgentConversation kept = await AgentClient.ProtectAsync(plan, Said, TestContext.Current.CancellationToken);

        string json = kept.ToJson();
        Assert.DoesNotContain(Address, json, StringComparison.Ordinal);
        Assert.DoesNotContain("base64", json, StringComparison.Ordinal);
        ImmutableArray<ChatMessage> read = AgentConversation.Parse(json).Messages;
        Assert.Equal(["Write to <EMAIL_ADDRESS_1>.", "", "Sent to <EMAIL_ADDRESS_1>.", "<EMAIL_ADDRESS_1> has it."], read.Select(m => m.Text));
        Assert.Contains("<EMAIL_ADDRESS_1>", read[1].ToolCalls[0].Arguments, StringComparison.Ordinal);

        // What was said is as it was.
        Assert.Contains(Address, Said.Messages[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_is_protected_all_of_it_is_kept() =>
        Assert.Same(Said, await AgentClient.ProtectAsync(Plan(""), Said, TestContext.Current.CancellationToken));

    private static ChatPlan Plan(string tail)
    {
        ResolvedModel model = ModelResolver.Resolve(
            Blueprint.With("provider: litellm\nmodel_id: m\nbase_url: http://localhost:4000", tail), new ModelOverrides(), new FixedVariables()).Value!;
        return ChatPlan.Make(model, new CallOptions(), new FixedVariables()).Value!;
    }
}
