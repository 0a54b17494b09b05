using System.Text.Json;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Cassettes;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.ToolServers;
using AgentCore.LiteLlm.ToolServers.Connections;
using AgentCore.LiteLlm.ToolServers.Offers;
using AgentCore.LiteLlm.ToolServers.Settings;
using AgentCore.LiteLlm.Variables;
using Xunit;

namespace AgentCore.LiteLlm.Tests.ToolServers;

/// <summary>What becomes of tools that a blueprint declares, with a server that behaves badly.</summary>
public sealed class ToolServerSessionTests
{
    private const int Most = 32_768;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_what_the_blueprint_names_is_offered()
    {
        using OddServer odd = new();
        await using ToolServerSession session = Session(odd);

        Checked<ToolOffers> offers = await OfferAsync(session, "[{mcp: odd, tools: [echo, dirty]}]");

        Assert.Equal(["echo", "dirty"], offers.Value!.Tools.Select(t => t.Definition.Name));
        Assert.Equal("Says it again.", offers.Value.Tools[0].Definition.Description);
        Assert.Equal(["readOnlyHint", "destructiveHint: false"], offers.Value.Tools[0].Source!.Claims);
        Assert.False(offers.Value.Tools[0].IsReadOnly);
    }

    [Fact]
    public async Task Every_page_of_the_list_is_read()
    {
        using OddServer odd = new();
        await using ToolServerSession session = Session(odd, mode: "pages");

        Checked<ToolOffers> offers = await OfferAsync(session, "[{mcp: odd, tools: [echo, refuse]}]");

        Assert.Equal(2, offers.Value!.Tools.Length);
    }

    [Fact]
    public async Task A_list_without_end_is_given_up()
    {
        using OddServer odd = new();
        await using ToolServerSession session = Session(odd, mode: "endless");

        Diagnostic found = Assert.Single((await OfferAsync(session, "[{mcp: odd, tools: [echo]}]")).Diagnostics);

        Assert.Equal((DiagnosticCodes.ToolServerUnavailable, "tools[0].mcp"), (found.Code, found.Path));
    }

    [Fact]
    public async Task A_server_that_never_lists_its_tools_is_given_up()
    {
        using OddServer odd = new();
        await using ToolServerSession session = Session(odd, mode: "listless", options: new LinkOptions { StartLimit = TimeSpan.FromSeconds(2) });

        Diagnostic found = Assert.Single((await OfferAsync(session, "[{mcp: odd, tools: [echo]}]").WaitAsync(TimeSpan.FromMinutes(1), Token)).Diagnostics);

        Assert.Equal(DiagnosticCodes.ToolServerUnavailable, found.Code);
        Assert.Contains("was not ready within 2 seconds", found.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[", "]", 55, true)]
    [InlineData("[", "]", 63, false)]
    [InlineData("{\"a\":", "}", 63, false)]
    [InlineData("\"\\ud800", "\"", 1, false)]
    public async Task Arguments_that_cannot_be_written_are_refused_and_nothing_waits(string before, string after, int times, bool isSent)
    {
        using OddServer odd = new();
        await using ToolServerSession session = Session(odd);
        ToolOffers offers = (await OfferAsync(session, "[{mcp: odd, tools: [echo]}]")).Value!;
        string inner = times == 1 ? before + after : string.Concat(Enumerable.Repeat(before, times)) + "1" + string.Concat(Enumerable.Repeat(after, times));

        ToolResult result = await session.CallAsync(offers.Tools[0], Json($$"""{"a":{{inner}}}"""), Most, false, false, Token);

        Assert.Equal(isSent ? $$"""Echo: {"a":{{inner}}}""" : "", isSent ? result.Text : "");
        Assert.Equal(isSent, odd.Noted.Contains("call echo"));
        Assert.Equal(isSent, result.Outcome == ToolOutcome.Succeeded);
    }

    [Fact]
    public async Task A_tool_that_the_server_lacks_is_an_error_with_its_place_and_the_near_name()
    {
        using OddServer odd = new();
        await using ToolServerSession session = Session(odd);

        Checked<ToolOffers> offers = await OfferAsync(session, "[{mcp: odd, tools: [echo, dirt]}]");

        Diagnostic found = Assert.Single(offers.Diagnostics);
        Assert.Null(offers.Value);
        Assert.Equal((DiagnosticCodes.ToolMissing, "tools[0].tools[1]", "Did you mean 'dirty'?"), (found.Code, found.Path, found.Suggestion));
        Assert.True(found.Line > 0);
    }

    [Fact]
    public async Task A_tool_with_a_schema_that_no_endpoint_takes_is_left_out_and_the_rest_runs()
    {
        using OddServer odd = new();
        await using ToolServerSession session = Session(odd);

        Checked<ToolOffers> offers = await OfferAsync(session, "[{mcp: odd, tools: [bad-schema, echo]}]");

        Assert.Equal(["echo"], offers.Value!.Tools.Select(t => t.Definition.Name));
        Assert.Equal((DiagnosticCodes.ToolUnfit, DiagnosticSeverity.Warning), (offers.Diagnostics[0].Code, offers.Diagnostics[0].Severity));
    }

    [Theory]
    [InlineData("[{mcp: oddd, tools: [echo]}]", DiagnosticCodes.ToolServerUnknown, "Did you mean 'odd'?")]
    [InlineData("[{mcp: nobody, tools: [echo]}]", DiagnosticCodes.ToolServerUnknown, "AGENTCORE_GATEWAY_URL")]
    [InlineData("[{builtin: browser}]", DiagnosticCodes.ToolHostedElsewhere, "Run the agent there")]
    public async Task What_no_server_can_be_found_for_is_said_before_any_is_started(string tools, string code, string suggestion)
    {
        using OddServer odd = new();
        await using ToolServerSession session = Session(odd);

        Diagnostic found = Assert.Single((await OfferAsync(session, tools)).Diagnostics);

        Assert.Equal(code, found.Code);
        Assert.Contains(suggestion, found.Suggestion, StringComparison.Ordinal);
        Assert.Empty(odd.Noted);
    }

    [Fact]
    public async Task A_tool_of_the_caller_keeps_its_name_and_the_declared_one_is_an_error()
    {
        using OddServer odd = new();
        await using ToolServerSession session = Session(odd);

        Checked<ToolOffers> offers = await new OfferMaker(session, Model("[{mcp: odd, tools: [echo]}]")).MakeAsync(["Echo"], Token);

        Assert.Equal(DiagnosticCodes.ToolNameTaken, Assert.Single(offers.Diagnostics).Code);
    }

    [Fact]
    public async Task Two_servers_may_have_a_tool_of_one_name()
    {
        using OddServer odd = new();
        using OddServer other = new();
        ServerFile file = new() { Servers = [Settings(odd, "odd"), Settings(other, "other")] };
        await using ToolServerSession session = new(file, new LinkOptions(), new ProcessVariables(), TimeProvider.System);

        Checked<ToolOffers> offers = await OfferAsync(session, "[{mcp: odd, tools: [echo]}, {mcp: other, tools: [echo, dirty]}]");

        Assert.Equal(["odd_echo", "other_echo", "dirty"], offers.Value!.Tools.Select(t => t.Definition.Name));
        ToolResult result = await session.CallAsync(offers.Value.Tools[1], Json("""{"a":1}"""), Most, false, false, Token);
        Assert.Equal("""Echo: {"a":1}""", result.Text);
        Assert.Contains("call echo", other.Noted);
        Assert.DoesNotContain("call echo", odd.Noted);
    }

    [Fact]
    public async Task A_server_that_dies_in_a_call_is_started_again_for_the_next_and_the_call_is_not_made_twice()
    {
        using OddServer odd = new();
        await using ToolServerSession session = Session(odd);
        ToolOffers offers = (await OfferAsync(session, "[{mcp: odd, tools: [die, echo]}]")).Value!;

        ToolResult lost = await session.CallAsync(offers.Tools[0], Json("{}"), Most, false, false, Token);
        ToolResult next = await session.CallAsync(offers.Tools[1], Json("{}"), Most, false, false, Token);

        Assert.Equal(ToolOutcome.Failed, lost.Outcome);
        Assert.Contains("exit code 3", lost.Text, StringComparison.Ordinal);
        Assert.Equal((ToolOutcome.Succeeded, "Echo: {}"), (next.Outcome, next.Text));
        Assert.Single(odd.Noted, n => n == "call die");
        Assert.Equal(2, odd.Noted.Count(n => n.StartsWith("start", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_lost_call_is_made_once_more_where_the_callers_own_list_says_that_it_does_no_harm()
    {
        using OddServer odd = new();
        await using ToolServerSession session = Session(odd, idempotent: "d*");
        ToolOffers offers = (await OfferAsync(session, "[{mcp: odd, tools: [die]}]")).Value!;

        ToolResult lost = await session.CallAsync(offers.Tools[0], Json("{}"), Most, false, false, Token);

        Assert.Equal(ToolOutcome.Failed, lost.Outcome);
        Assert.Equal(2, odd.Noted.Count(n => n == "call die"));
    }

    [Fact]
    public async Task A_server_that_was_killed_between_calls_is_started_again()
    {
        using OddServer odd = new();
        await using ToolServerSession session = Session(odd);
        ToolOffers offers = (await OfferAsync(session, "[{mcp: odd, tools: [echo]}]")).Value!;
        using (System.Diagnostics.Process process = System.Diagnostics.Process.GetProcessById(odd.Alive[0]))
        {
            process.Kill();
            await process.WaitForExitAsync(Token);
        }

        ToolResult result = await session.CallAsync(offers.Tools[0], Json("{}"), Most, false, false, Token);

        Assert.Equal("Echo: {}", result.Text);
    }

    [Fact]
    public async Task A_call_has_its_deadline_and_the_result_says_that_it_may_have_been_done()
    {
        using OddServer odd = new();
        await using ToolServerSession session = Session(odd, limit: 300);
        ToolOffers offers = (await OfferAsync(session, "[{mcp: odd, tools: [hang]}]")).Value!;

        ToolResult result = await session.CallAsync(offers.Tools[0], Json("{}"), Most, false, false, Token);

        Assert.Equal(ToolOutcome.Failed, result.Outcome);
        Assert.Contains("within 0.3 seconds; what the call does may have been done", result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tool_that_becomes_another_is_not_called_any_more()
    {
        using OddServer odd = new();
        await using ToolServerSession session = Session(odd);
        ToolOffers offers = (await OfferAsync(session, "[{mcp: odd, tools: [change, echo, dirty]}]")).Value!;
        await session.CallAsync(offers.Tools[0], Json("{}"), Most, false, false, Token);

        // The news travels beside the answers: until it is there, the tool is what it was.
        ToolResult changed = await session.CallAsync(offers.Tools[1], Json("{}"), Most, false, false, Token);
        for (int tries = 0; tries < 100 && changed.Outcome == ToolOutcome.Succeeded; tries++)
        {
            await Task.Delay(20, Token);
            changed = await session.CallAsync(offers.Tools[1], Json("{}"), Most, false, false, Token);
        }

        ToolResult same = await session.CallAsync(offers.Tools[2], Json("{}"), Most, false, false, Token);

        Assert.Equal(ToolOutcome.Denied, changed.Outcome);
        Assert.Contains("has changed or withdrawn the tool 'echo'", changed.Text, StringComparison.Ordinal);
        Assert.Equal(ToolOutcome.Succeeded, same.Outcome);
    }

    [Fact]
    public async Task A_change_of_which_nobody_tells_is_seen_before_a_call_that_somebody_approved()
    {
        using OddServer odd = new();
        await using ToolServerSession session = Session(odd, mode: "sly");
        ToolOffers offers = (await OfferAsync(session, "[{mcp: odd, tools: [change, echo, dirty]}]")).Value!;
        await session.CallAsync(offers.Tools[0], Json("{}"), Most, false, true, Token);

        ToolResult unbound = await session.CallAsync(offers.Tools[1], Json("{}"), Most, false, false, Token);
        ToolResult bound = await session.CallAsync(offers.Tools[1], Json("{}"), Most, false, true, Token);
        ToolResult other = await session.CallAsync(offers.Tools[2], Json("{}"), Most, false, true, Token);

        Assert.Equal([ToolOutcome.Succeeded, ToolOutcome.Denied, ToolOutcome.Succeeded], new[] { unbound, bound, other }.Select(r => r.Outcome));
        Assert.Single(odd.Noted, n => n == "call echo");
    }

    [Fact]
    public async Task A_key_in_what_a_server_says_of_its_tools_is_told_to_nobody()
    {
        using OddServer odd = new();
        await using ToolServerSession session = Session(odd, mode: "talkative");

        ToolDefinition tool = (await OfferAsync(session, "[{mcp: odd, tools: [echo]}]")).Value!.Tools[0].Definition;

        Assert.Equal("Works with ***.", tool.Description);
        Assert.Contains("\"default\":\"***\"", tool.Parameters.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_private_keys_and_what_is_no_text_do_not_come_back()
    {
        using OddServer odd = new();
        await using ToolServerSession session = Session(odd);
        ToolOffers offers = (await OfferAsync(session, "[{mcp: odd, tools: [dirty, refuse]}]")).Value!;

        ToolResult dirty = await session.CallAsync(offers.Tools[0], Json("{}"), Most, false, false, Token);
        ToolResult refused = await session.CallAsync(offers.Tools[1], Json("{}"), Most, false, false, Token);

        Assert.DoesNotContain(OddServer.Key, dirty.Text + refused.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("MIIEpAIBAAKCAQEA", dirty.Text, StringComparison.Ordinal);
        Assert.Contains(
            "-----END RSA PRIVATE KEY----- z\n[content of the kind 'hologram'; not shown]\n[audio: audio/wav", dirty.Text, StringComparison.Ordinal);
        Assert.Contains("error -32602: bad", refused.Text, StringComparison.Ordinal);
        Assert.All(session.TakeLog(), line => Assert.DoesNotContain(OddServer.Key, line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_flood_is_a_failed_call_and_the_server_is_there_for_the_next()
    {
        using OddServer odd = new();
        await using ToolServerSession session = Session(odd);
        ToolOffers offers = (await OfferAsync(session, "[{mcp: odd, tools: [big, echo]}]")).Value!;

        ToolResult big = await session.CallAsync(offers.Tools[0], Json("{}"), Most, false, false, Token);
        ToolResult next = await session.CallAsync(offers.Tools[1], Json("{}"), Most, false, false, Token);

        Assert.Equal(ToolOutcome.Failed, big.Outcome);
        Assert.Contains("longer than is read", big.Text, StringComparison.Ordinal);
        Assert.Equal("Echo: {}", next.Text);
    }

    [Fact]
    public async Task Nothing_that_was_started_is_left()
    {
        using OddServer odd = new();
        await using ToolServerSession session = Session(odd, mode: "stubborn");
        ToolOffers offers = (await OfferAsync(session, "[{mcp: odd, tools: [hang]}]")).Value!;
        Task<ToolResult> call = session.CallAsync(offers.Tools[0], Json("{}"), Most, false, false, Token);
        await Patience.UntilAsync(() => odd.Noted.Contains("call hang"));

        session.Abort();
        await session.DisposeAsync();

        Assert.Equal(ToolOutcome.Failed, (await call).Outcome);
        await Patience.UntilAsync(() => odd.Alive.Length == 0);
    }

    [Fact]
    public async Task A_simulation_offers_what_is_declared_and_answers_for_it()
    {
        using OddServer odd = new();
        await using ToolServerSession session = Session(odd);

        Checked<ToolOffers> offers = new OfferMaker(session, Model("[{mcp: nobody, tools: ['a b', x]}, {builtin: browser}]")).Simulate([]);
        ToolResult result = await session.CallAsync(offers.Value!.Tools[1], Json("{}"), Most, false, false, Token);

        Assert.Equal(3, offers.Value.Tools.Length);
        Assert.Matches("^a_b_[0-9a-f]{8}$", offers.Value.Tools[0].Definition.Name);
        Assert.Equal(["a b", "nobody___a b"], offers.Value.Tools[0].Definition.OtherNames);
        Assert.Equal("""{"server":"nobody","tool":"x","result":"simulated"}""", result.Text);
        Assert.Empty(odd.Noted);
    }

    [Fact]
    public async Task A_cassette_answers_without_any_server()
    {
        using OddServer odd = new();
        using TempFolder folder = new();
        string path = Path.Combine(folder.Path, "tape.json");
        string first;
        using (Tape tape = Tape.Record(path, TimeProvider.System))
        {
            await using ToolServerSession session = Session(odd, tape: tape);
            ToolOffers offers = (await OfferAsync(session, "[{mcp: odd, tools: [dirty, refuse]}]")).Value!;
            first = (await session.CallAsync(offers.Tools[0], Json("""{"a":1}"""), Most, false, false, Token)).Text;
            await session.CallAsync(offers.Tools[1], Json("{}"), Most, false, false, Token);
            await tape.SaveAsync(Token);
        }

        string recorded = await File.ReadAllTextAsync(path, Token);
        Assert.DoesNotContain(OddServer.Key, recorded, StringComparison.Ordinal);
        Assert.DoesNotContain("MIIEpAIBAAKCAQEA", recorded, StringComparison.Ordinal);
        int started = odd.Noted.Length;
        using Tape played = Tape.Play(path);
        await using ToolServerSession replay = Session(odd, tape: played);
        ToolOffers again = (await OfferAsync(replay, "[{mcp: odd, tools: [dirty, refuse]}]")).Value!;

        Assert.Equal(first, (await replay.CallAsync(again.Tools[0], Json("""{"a":1}"""), Most, false, false, Token)).Text);
        Assert.Contains("error -32602", (await replay.CallAsync(again.Tools[1], Json("{}"), Most, false, false, Token)).Text, StringComparison.Ordinal);
        ToolResult unknown = await replay.CallAsync(again.Tools[0], Json("""{"a":2}"""), Most, false, false, Token);
        Assert.Contains("has no answer", unknown.Text, StringComparison.Ordinal);
        Assert.Equal(started, odd.Noted.Length);
    }

    private static ToolServerSession Session(
        OddServer odd, string mode = "", string idempotent = "", int? limit = null, Tape? tape = null, LinkOptions? options = null)
    {
        ServerSettings.Program settings = Settings(odd, "odd", mode);
        settings = settings with
        {
            Idempotent = idempotent.Length > 0 ? [idempotent] : [],
            Limit = limit is { } most ? TimeSpan.FromMilliseconds(most) : settings.Limit,
        };
        return new ToolServerSession(
            new ServerFile { Servers = [settings] }, options ?? new LinkOptions(), new FixedVariables(("PATH", new ProcessVariables().Find("PATH")!)),
            TimeProvider.System)
        {
            Tape = tape,
        };
    }

    private static ServerSettings.Program Settings(OddServer odd, string name, string mode = "")
    {
        ServerTarget.Program target = odd.Target(mode);
        return new ServerSettings.Program
        {
            Name = name,
            Path = $"mcpServers.{name}",
            Command = target.Command,
            Arguments = target.Arguments,
            Environment = [KeyValuePair.Create("KEY", OddServer.Key)],
        };
    }

    private static Task<Checked<ToolOffers>> OfferAsync(ToolServerSession session, string tools) => new OfferMaker(session, Model(tools)).MakeAsync([], Token);

    private static ResolvedModel Model(string tools)
    {
        string yaml = $"""
            id: a
            name: A
            version: "1.0.0"
            prompt_ref: p
            model: {"{"} provider: litellm, model_id: m, temperature: 0.1, max_tokens: 10, base_url: "http://localhost:1" {"}"}
            tools: {tools}
            """;
        Checked<AgentBlueprint> blueprint = BlueprintReader.Read(System.Text.Encoding.UTF8.GetBytes(yaml), "a.yaml");
        Assert.True(blueprint.IsUsable, string.Join('\n', blueprint.Diagnostics));
        return ModelResolver.Resolve(blueprint.Value!, new ModelOverrides(), new FixedVariables()).Value!;
    }

    private static JsonElement Json(string text)
    {
        using JsonDocument json = JsonDocument.Parse(text);
        return json.RootElement.Clone();
    }
}
