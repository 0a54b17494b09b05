using System.Diagnostics;
using System.Text.Json;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.ToolServers.Connections;
using AgentCore.LiteLlm.ToolServers.Results;
using Xunit;

namespace AgentCore.LiteLlm.Tests.ToolServers.Connections;

/// <summary>Connections to the protocol's reference servers, none of which was written by us.</summary>
public sealed class SdkLinkTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string> EverythingTools => new()
    {
        { "echo", """{"message":"hi"}""", "Echo: hi" },
        { "get-annotated-message", """{"messageType":"error","includeImage":true}""", "[image: image/png" },
        { "get-env", "{}", "PATH" },
        { "get-resource-links", """{"count":2}""", "not followed]" },
        { "get-resource-reference", """{"resourceType":"Text","resourceId":1}""", "[resource: demo://" },
        { "get-resource-reference", """{"resourceType":"Blob","resourceId":1}""", "not shown]" },
        { "get-structured-content", """{"location":"Chicago"}""", "\"temperature\":36" },
        { "get-sum", """{"a":2,"b":3}""", "is 5" },
        { "get-tiny-image", "{}", "it follows the results]" },
        { "gzip-file-as-resource", """{"data":"data:text/plain,hi","name":"a.gz","outputType":"resource"}""", "application/gzip" },
        { "toggle-simulated-logging", "{}", "Started" },
        { "toggle-subscriber-updates", "{}", "Started" },
        { "trigger-long-running-operation", """{"duration":0.1,"steps":1}""", "completed" },
        { "simulate-research-query", """{"topic":"x"}""", "task" },
    };

    [Theory]
    [MemberData(nameof(EverythingTools))]
    public async Task Every_tool_of_the_reference_server_is_called_and_read(string tool, string arguments, string expected)
    {
        await using SdkLink link = await OpenAsync("server-everything", "stdio");

        Assert.Contains(expected, (await CallAsync(link, tool, arguments)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_above_has_every_tool_of_the_reference_server()
    {
        await using SdkLink link = await OpenAsync("server-everything", "stdio");

        JsonElement list = await link.AskAsync("tools/list", Json("{}"), Token);

        Assert.Equal(
            EverythingTools.Select(t => t.Data.Item1).Distinct().Order(StringComparer.Ordinal),
            list.Items("tools").Select(t => t.FindText("name")!).Order(StringComparer.Ordinal));
        Assert.Equal(("2025-11-25", "mcp-servers/everything"), (link.Identity.Protocol, link.Identity.Name));
    }

    [Fact]
    public async Task A_server_gets_nothing_of_our_environment_but_what_it_needs()
    {
        await using SdkLink link = await OpenAsync("server-everything", "stdio");

        using JsonDocument environment = JsonDocument.Parse((await CallAsync(link, "get-env", "{}")).Text);

        Assert.Equal(["PATH"], environment.RootElement.EnumerateObject().Select(v => v.Name));
    }

    [Fact]
    public async Task A_picture_comes_as_the_server_sent_it()
    {
        await using SdkLink link = await OpenAsync("server-everything", "stdio");

        string image = Assert.Single((await CallAsync(link, "get-tiny-image", "{}")).Images);

        Assert.StartsWith("data:image/png;base64,iVBOR", image, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_server_reads_what_it_may_and_refuses_the_rest()
    {
        using TempFolder folder = new();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "a.txt"), "hello", Token);
        await using SdkLink link = await OpenAsync("server-filesystem", folder.Path);
        string path = JsonEncodedText.Encode(Path.Combine(folder.Path, "a.txt")).Value;

        Assert.Equal("hello", (await CallAsync(link, "read_text_file", $$"""{"path":"{{path}}"}""")).Text);
        Assert.True((await CallAsync(link, "read_text_file", """{"path":"/etc/hostname"}""")).IsError);
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_said_so()
    {
        ServerTarget.Program target = ToolServerPackages.Node("gone", "x") with { Command = "no-such-program-anywhere" };

        ToolServerException e = await Assert.ThrowsAsync<ToolServerException>(() => ToolServerPackages.OpenAsync(target, Token));

        Assert.Equal(ServerProblem.Unreachable, e.Problem);
        Assert.Contains("'gone' cannot be started", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_ends_at_once_is_said_so_with_its_code()
    {
        using TempFolder folder = new();
        string script = Path.Combine(folder.Path, "x.cjs");
        await File.WriteAllTextAsync(script, "process.exit(7)", Token);

        ToolServerException e = await Assert.ThrowsAsync<ToolServerException>(
            () => ToolServerPackages.OpenAsync(ToolServerPackages.Node("brief", script), Token));

        Assert.Contains("exit code 7", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_given_up_and_ended()
    {
        using OddServer odd = new();
        LinkOptions options = new() { StartLimit = TimeSpan.FromSeconds(2) };

        ToolServerException e = await Assert.ThrowsAsync<ToolServerException>(() => SdkLink.OpenAsync(odd.Target("silent"), options, Token));

        Assert.Equal(ServerProblem.TimedOut, e.Problem);
        await Patience.UntilAsync(() => odd.Alive.Length == 0);
    }

    [Fact]
    public async Task A_slow_start_is_waited_for()
    {
        using OddServer odd = new();
        await using SdkLink link = await ToolServerPackages.OpenAsync(odd.Target("slow"), Token);

        Assert.Contains("Echo", (await CallAsync(link, "echo", "{}")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_before_the_protocol_does_no_harm()
    {
        using OddServer odd = new();
        await using SdkLink link = await ToolServerPackages.OpenAsync(odd.Target("garbage"), Token);

        Assert.Contains("Echo", (await CallAsync(link, "echo", "{}")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_stays_is_ended_with_what_it_started()
    {
        using OddServer odd = new();
        SdkLink link = await ToolServerPackages.OpenAsync(odd.Target("stubborn"), Token);
        Assert.Equal(2, odd.Alive.Length);

        await link.DisposeAsync();

        await Patience.UntilAsync(() => odd.Alive.Length == 0);
    }

    [Fact]
    public async Task What_a_server_started_and_left_behind_is_ended()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells who started whom.");
        using OddServer odd = new();
        SdkLink link = await ToolServerPackages.OpenAsync(odd.Target("careless"), Token);
        Assert.Equal(2, odd.Alive.Length);

        await link.DisposeAsync();

        await Patience.UntilAsync(() => odd.Alive.Length == 0);
    }

    [Fact]
    public async Task A_program_that_holds_what_a_dead_server_wrote_to_holds_nobody_up()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells here which processes there are.");
        using OddServer odd = new();
        SdkLink link = await ToolServerPackages.OpenAsync(odd.Target("haunted"), Token);
        Assert.Equal(2, odd.Alive.Length);
        using CancellationTokenSource stop = new();
        Task<JsonElement> call = link.AskAsync("tools/call", Json("""{"name":"die","arguments":{}}"""), stop.Token);
        await Patience.UntilAsync(() => odd.Alive.Length == 1);
        try
        {
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);

            await Task.Run(() => link.DisposeAsync().AsTask(), Token).WaitAsync(TimeSpan.FromSeconds(30), Token);
        }
        finally
        {
            foreach (int id in odd.Alive)
            {
                using Process left = Process.GetProcessById(id);
                left.Kill();
            }
        }
    }

    [Fact]
    public async Task A_server_may_ask_for_nothing()
    {
        using OddServer odd = new();
        await using SdkLink link = await ToolServerPackages.OpenAsync(odd.Target(), Token);

        Assert.Equal("no,no,no", (await CallAsync(link, "ask", "{}")).Text);
    }

    [Fact]
    public async Task A_message_without_end_is_not_read_to_its_end()
    {
        using OddServer odd = new();
        await using SdkLink link = await ToolServerPackages.OpenAsync(odd.Target(), Token);

        ToolServerException e = await Assert.ThrowsAsync<ToolServerException>(
            () => link.AskAsync("tools/call", Json("""{"name":"big","arguments":{}}"""), Token));

        Assert.Equal(ServerProblem.Unreadable, e.Problem);
    }

    [Fact]
    public async Task What_a_server_writes_for_people_is_told_line_by_line_without_control_sequences()
    {
        using OddServer odd = new();
        TaskCompletionSource<(string Server, string Line)> first = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using SdkLink link = await ToolServerPackages.OpenAsync(odd.Target(), Token, (server, line) => first.TrySetResult((server, line)));

        (string server, string line) = await first.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);

        Assert.Equal("odd", server);
        Assert.StartsWith("odd \uFFFD[31mserver", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_is_given_up_ends_at_once_and_the_server_is_told()
    {
        using OddServer odd = new();
        await using SdkLink link = await ToolServerPackages.OpenAsync(odd.Target(), Token);
        using CancellationTokenSource stop = new();
        Task<JsonElement> call = link.AskAsync("tools/call", Json("""{"name":"hang","arguments":{}}"""), stop.Token);
        await Patience.UntilAsync(() => odd.Noted.Contains("call hang"));

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await Patience.UntilAsync(() => odd.Noted.Contains("cancelled"));
    }

    [Fact]
    public async Task A_question_that_is_given_up_while_the_server_does_not_read_leaves_no_half_of_it()
    {
        using OddServer odd = new();
        using TempFolder folder = new();
        string until = Path.Combine(folder.Path, "until");
        await using SdkLink link = await ToolServerPackages.OpenAsync(odd.Target(), Token);
        await CallAsync(link, "deafen", $$"""{"until":"{{until}}"}""");
        using CancellationTokenSource stop = new();

        // Ten times what a pipe and its reader hold.
        Task<JsonElement> given = link.AskAsync(
            "tools/call", Json($$$"""{"name":"echo","arguments":{"word":"{{{new string('x', 2_000_000)}}}"}}"""), stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        Task<ServerResult> next = CallAsync(link, "echo", """{"word":"next"}""");
        await File.WriteAllTextAsync(until, "", Token);

        Assert.Equal("""Echo: {"word":"next"}""", (await next.WaitAsync(TimeSpan.FromSeconds(30), Token)).Text);
    }

    [Fact]
    public async Task A_server_that_does_not_read_what_it_is_asked_is_ended_all_the_same()
    {
        using OddServer odd = new();
        SdkLink link = await ToolServerPackages.OpenAsync(odd.Target(), Token);
        await CallAsync(link, "deafen", """{"until":"/never"}""");
        using CancellationTokenSource stop = new();
        Task<JsonElement> given = link.AskAsync(
            "tools/call", Json($$$"""{"name":"echo","arguments":{"word":"{{{new string('x', 2_000_000)}}}"}}"""), stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);

        await link.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), Token);

        await Patience.UntilAsync(() => odd.Alive.Length == 0);
    }

    [Fact]
    public async Task An_answer_with_half_a_character_a_mark_and_another_end_of_line_is_read()
    {
        using OddServer odd = new();
        await using SdkLink link = await ToolServerPackages.OpenAsync(odd.Target(), Token);

        Assert.Equal("caf\uFFFD é", (await CallAsync(link, "rough", "{}")).Text);
    }

    [Fact]
    public async Task Answers_to_many_at_once_come_to_whom_they_belong()
    {
        using OddServer odd = new();
        await using SdkLink link = await ToolServerPackages.OpenAsync(odd.Target(), Token);

        ServerResult[] answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(n => CallAsync(
            link, "echo", $$"""{"n":{{n}},"rest":"{{new string('y', n * 400)}}"}""")));

        Assert.All(answers, (answer, n) => Assert.StartsWith($$"""Echo: {"n":{{n}},""", answer.Text, StringComparison.Ordinal));
    }

    private static async Task<SdkLink> OpenAsync(string server, params string[] arguments) => await ToolServerPackages.OpenAsync(
        ToolServerPackages.Node(server, await ToolServerPackages.FindAsync(server, Token), arguments), Token);

    private static async Task<ServerResult> CallAsync(SdkLink link, string tool, string arguments) =>
        new ResultReader(32_768, seesImages: true, TokenMask.Apply).Read(
            await link.AskAsync("tools/call", Json($$"""{"name":"{{tool}}","arguments":{{arguments}}}"""), Token));

    private static JsonElement Json(string text)
    {
        using JsonDocument json = JsonDocument.Parse(text);
        return json.RootElement.Clone();
    }
}
