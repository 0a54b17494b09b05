using System.ClientModel.Primitives;
using System.Net.Sockets;
using System.Reflection;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Clients;
using AgentCore.LiteLlm.Conversations;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Planning;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Tests.Architecture;
using AgentCore.LiteLlm.Tests.Support;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Clients;

/// <summary>There is one way to send what a user says, and personal data does not leave by it in clear.</summary>
public sealed class WaysToSendTests
{
    private const BindingFlags Public = BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Assembly Core = typeof(AgentClient).Assembly;

    // What opens connections, and is no way for words of a user to an endpoint: the prompt registry is asked by a name.
    private static readonly string[] BesideCalls = ["AgentClient.PlanAsync", "AgentClient.PlanFileAsync"];

    [Fact]
    public void Only_the_client_leads_to_a_network()
    {
        CallGraph calls = new(Core);
        IEnumerable<MethodBase> open = Core.GetExportedTypes().Where(t => !t.IsInterface)
            .SelectMany(t => (IEnumerable<MethodBase>)[.. t.GetMethods(Public), .. t.GetConstructors(Public)]);

        string[] found = [.. open.Where(m => calls.ReachableFrom(m).Any(Connects)).Select(Name).Distinct().Order(StringComparer.Ordinal)];

        Assert.Equal((string[])[.. BesideCalls.Append("AgentClient.AnswerAsync").Append("AgentClient.ContinueAsync").Order(StringComparer.Ordinal)], found);
    }

    [Fact]
    public void No_provider_can_be_had_without_the_chain() =>
        Assert.DoesNotContain(Core.GetExportedTypes(), t => t.IsAssignableTo(typeof(IChatProvider)));

    [Fact]
    public async Task Personal_data_does_not_leave_in_clear_by_any_of_its_ways()
    {
        MethodInfo[] ways = [.. typeof(AgentClient).GetMethods(Public).Where(m => m.GetParameters().Any(p => p.ParameterType == typeof(ChatPlan)))];

        Assert.NotEmpty(ways);
        foreach (MethodInfo way in ways)
        {
            await using RawServer server = new(RawServer.Echo);
            using AgentClient client = new(new FixedVariables());
            CallOptions options = new() { System = $"You work for {Sessions.OtherEmail}." };
            Checked<ChatPlan> plan = await client.PlanAsync(ToModel(server), options, TestContext.Current.CancellationToken);
            Assert.True(plan.IsUsable, string.Join('\n', plan.Diagnostics));

            AgentReply? reply = await FinishAsync(way.Invoke(client, [.. way.GetParameters().Select(p => ToArgument(p, plan.Value!))]));

            string sent = Assert.Single(server.Requests);
            Assert.All((string[])["ann", "example.com", "bob", "example.org", "901820"], part => Assert.DoesNotContain(part, sent, StringComparison.Ordinal));
            Assert.Contains(Sessions.Email, reply?.Text, StringComparison.Ordinal);
            Assert.Equal(3, reply?.Protection?.Total);
        }
    }

    private static bool Connects(MethodBase method) => method.DeclaringType is { } type && (
        (type.IsAssignableTo(typeof(HttpMessageInvoker)) && (method.Name == "Send" || method.Name.EndsWith("Async", StringComparison.Ordinal)))
        || (type == typeof(ClientPipeline) && method.Name.StartsWith("Send", StringComparison.Ordinal))
        || (type.Namespace?.StartsWith("OpenAI", StringComparison.Ordinal) == true && method.Name.EndsWith("Async", StringComparison.Ordinal))
        || (type.Namespace == typeof(Socket).Namespace && (method.Name.Contains("Connect", StringComparison.Ordinal) || type == typeof(TcpClient))));

    private static string Name(MethodBase method) => $"{method.DeclaringType!.Name}.{method.Name}";

    private static ResolvedModel ToModel(RawServer server)
    {
        AgentBlueprint blueprint = Blueprint.With(
            $"provider: litellm\nmodel_id: m\nbase_url: {server.BaseUrl}",
            "observability:\n  data_protection:\n    provider: presidio\n    presidio_entities: [EMAIL_ADDRESS, PHONE_NUMBER]\n");
        return ModelResolver.Resolve(blueprint, new ModelOverrides(), new FixedVariables()).Value!;
    }

    private static object ToArgument(ParameterInfo parameter, ChatPlan plan)
    {
        const string Prompt = $"Write to {Sessions.Email} or call {Sessions.Phone}.";
        object[] known = [plan, Prompt, new ChatMessage(ChatRole.User, Prompt), AgentConversation.Empty, TestContext.Current.CancellationToken];
        return Array.Find(known, parameter.ParameterType.IsInstanceOfType)
            ?? throw new InvalidOperationException($"A new way to send has a parameter of {parameter.ParameterType}: say here how personal data gets into it.");
    }

    private static async Task<AgentReply?> FinishAsync(object? result)
    {
        AgentReply? reply = null;
        await foreach (ChatEvent item in Assert.IsAssignableFrom<IAsyncEnumerable<ChatEvent>>(result))
        {
            reply = (item as ChatEvent.Completed)?.Reply ?? reply;
        }

        return reply;
    }
}
