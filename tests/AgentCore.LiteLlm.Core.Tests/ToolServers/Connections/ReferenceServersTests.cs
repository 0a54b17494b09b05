using System.Diagnostics;
using System.Text.Json;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.ToolServers.Connections;
using AgentCore.LiteLlm.ToolServers.Results;
using Xunit;

namespace AgentCore.LiteLlm.Tests.ToolServers.Connections;

/// <summary>Every tool of every reference server, called once, in an order in which each has something to do.</summary>
public sealed class ReferenceServersTests
{
    // 'FOLDER' stands for the folder that the server may see.
    private static readonly (string Tool, string Arguments, string Expected)[] FileTools =
    [
        ("list_allowed_directories", "{}", "FOLDER"),
        ("create_directory", """{"path":"FOLDER/sub"}""", "created directory"),
        ("write_file", """{"path":"FOLDER/a.txt","content":"one\ntwo\n"}""", "wrote to"),
        ("edit_file", """{"path":"FOLDER/a.txt","edits":[{"oldText":"two","newText":"three"}]}""", "+three"),
        ("read_file", """{"path":"FOLDER/a.txt"}""", "one\nthree"),
        ("read_text_file", """{"path":"FOLDER/a.txt","head":1}""", "one"),
        ("read_multiple_files", """{"paths":["FOLDER/a.txt","FOLDER/none.txt"]}""", "none.txt"),
        ("get_file_info", """{"path":"FOLDER/a.txt"}""", "size: 10"),
        ("move_file", """{"source":"FOLDER/a.txt","destination":"FOLDER/sub/b.txt"}""", "moved"),
        ("list_directory", """{"path":"FOLDER/sub"}""", "[FILE] b.txt"),
        ("list_directory_with_sizes", """{"path":"FOLDER/sub","sortBy":"size"}""", "Total: 1 files"),
        ("directory_tree", """{"path":"FOLDER"}""", "\"name\": \"sub\""),
        ("search_files", """{"path":"FOLDER","pattern":"**/*.txt"}""", "b.txt"),
        ("read_media_file", """{"path":"FOLDER/dot.png"}""", "[image: image/png"),
    ];

    private static readonly (string Tool, string Arguments, string Expected)[] MemoryTools =
    [
        ("create_entities",
            """{"entities":[{"name":"Ada","entityType":"","observations":["counts"]},{"name":"Bo","entityType":"","observations":[]}]}""", "Bo"),
        ("create_relations", """{"relations":[{"from":"Ada","to":"Bo","relationType":"knows"}]}""", "knows"),
        ("add_observations", """{"observations":[{"entityName":"Ada","contents":["writes"]}]}""", "writes"),
        ("read_graph", "{}", "counts"),
        ("search_nodes", """{"query":"writes"}""", "Ada"),
        ("open_nodes", """{"names":["Bo"]}""", "Bo"),
        ("delete_observations", """{"deletions":[{"entityName":"Ada","observations":["counts"]}]}""", "deleted"),
        ("delete_relations", """{"relations":[{"from":"Ada","to":"Bo","relationType":"knows"}]}""", "deleted"),
        ("delete_entities", """{"entityNames":["Ada"]}""", "deleted"),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_tool_of_the_file_server()
    {
        using TempFolder folder = new();
        await File.WriteAllBytesAsync(Path.Combine(folder.Path, "dot.png"), Convert.FromBase64String("iVBORw0KGgo="), Token);
        ServerTarget.Program target = ToolServerPackages.Node("files", await ToolServerPackages.FindAsync("server-filesystem", Token), folder.Path);
        await using SdkLink link = await ToolServerPackages.OpenAsync(target, Token);

        await CallAllAsync(link, FileTools, folder.Path);
    }

    [Fact]
    public async Task Every_tool_of_the_memory_server()
    {
        using TempFolder folder = new();
        ServerTarget.Program target = ToolServerPackages.Node("memory", await ToolServerPackages.FindAsync("server-memory", Token));
        target = target with { Environment = target.Environment.Add("MEMORY_FILE_PATH", Path.Combine(folder.Path, "memory.json")) };
        await using SdkLink link = await ToolServerPackages.OpenAsync(target, Token);

        await CallAllAsync(link, MemoryTools, folder.Path);
    }

    [Fact]
    public async Task Every_tool_of_the_server_of_everything_over_HTTP()
    {
        string script = await ToolServerPackages.FindAsync("server-everything", Token);
        int port = FreePort();
        using Process process = NpmPackages.Start("node", [script, "streamableHttp"], Path.GetDirectoryName(script)!, ("PORT", $"{port}"));
        try
        {
            ServerTarget.Web target = new() { Name = "everything", Shown = "everything", Address = new Uri($"http://127.0.0.1:{port}/mcp") };
            await using SdkLink link = await OpenWhenReadyAsync(target);
            Assert.Equal("2025-11-25", link.Identity.Protocol);

            await CallAllAsync(link, [.. SdkLinkTests.EverythingTools.Select(t => t.Data)], "");
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(Token);
        }
    }

    private static async Task CallAllAsync(SdkLink link, (string Tool, string Arguments, string Expected)[] tools, string folder)
    {
        JsonElement list = await link.AskAsync("tools/list", Json("{}"), Token);
        Assert.Equal(
            list.Items("tools").Select(t => t.FindText("name")!).Order(StringComparer.Ordinal),
            tools.Select(t => t.Tool).Distinct().Order(StringComparer.Ordinal));
        string written = JsonEncodedText.Encode(folder).Value;
        foreach ((string tool, string arguments, string expected) in tools)
        {
            JsonElement answer = await link.AskAsync(
                "tools/call", Json($$"""{"name":"{{tool}}","arguments":{{arguments.Replace("FOLDER", written, StringComparison.Ordinal)}}}"""), Token);
            ServerResult result = new ResultReader(32_768, seesImages: true, TokenMask.Apply).Read(answer);

            // One is for tasks alone, which are not asked for.
            Assert.True(result.IsError == (tool == "simulate-research-query"), $"{tool}: {result.Text}");
            Assert.Contains(expected.Replace("FOLDER", folder, StringComparison.Ordinal), result.Text, StringComparison.Ordinal);
        }
    }

    private static async Task<SdkLink> OpenWhenReadyAsync(ServerTarget target)
    {
        for (int tries = 0; ; tries++)
        {
            try
            {
                return await ToolServerPackages.OpenAsync(target, Token);
            }
            catch (ToolServerException e) when (e.Problem == ServerProblem.Unreachable && tries < 500)
            {
                await Task.Delay(50, Token);
            }
        }
    }

    private static int FreePort()
    {
        using System.Net.Sockets.TcpListener listener = new(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static JsonElement Json(string text)
    {
        using JsonDocument json = JsonDocument.Parse(text);
        return json.RootElement.Clone();
    }
}
