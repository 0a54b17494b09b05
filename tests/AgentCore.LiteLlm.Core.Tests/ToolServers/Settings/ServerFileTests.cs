using System.Text;
using AgentCore.LiteLlm.Diagnostics;
using AgentCore.LiteLlm.Secrets;
using AgentCore.LiteLlm.Tests.Support;
using AgentCore.LiteLlm.ToolServers.Connections;
using AgentCore.LiteLlm.ToolServers.Settings;
using AgentCore.LiteLlm.Variables;
using Xunit;

namespace AgentCore.LiteLlm.Tests.ToolServers.Settings;

public sealed class ServerFileTests
{
    private static readonly string Folder = OperatingSystem.IsWindows() ? @"C:\agents" : "/agents";

    [Theory]
    [InlineData("mcpServers")]
    [InlineData("servers")]
    public void Both_names_of_the_list_mean_the_same(string list)
    {
        ServerFile file = Sound($$"""{ "{{list}}": { "a": { "command": "x" }, "b": { "type": "http", "url": "https://e.com/mcp", "timeout": 1500 } } }""");

        Assert.Equal(["a", "b"], file.Servers.Select(s => s.Name));
        Assert.Equal(TimeSpan.FromSeconds(1.5), file.Find("b")!.Limit);
        Assert.Equal(TimeSpan.FromSeconds(300), file.Find("a")!.Limit);
    }

    [Fact]
    public void Comments_trailing_commas_and_a_byte_order_mark_are_taken()
    {
        const string Json = "\uFEFF{ // mine\n \"mcpServers\": { \"a\": { \"command\": \"x\", }, }, }";

        Checked<ServerFile> read = ServerFile.Read(Encoding.UTF8.GetBytes(Json), "mcp.json");

        Assert.True(read.IsUsable, string.Join('\n', read.Diagnostics));
    }

    [Theory]
    [InlineData("""{"mcpServers":{"a":{"command":"x","comand":"y"}}}""", "KeyUnknown", "mcpServers.a.comand", "command")]
    [InlineData("""{"mcpServers":{"a":{"command":"x","url":"https://e.com"}}}""", "SettingIgnored", "mcpServers.a", "url")]
    [InlineData("""{"mcpServers":{"a":{}}}""", "KeyMissing", "mcpServers.a", "command")]
    [InlineData("""{"mcpServers":{"a":{"type":"sse","url":"https://e.com"}}}""", "ValueUnknown", "mcpServers.a.type", "http")]
    [InlineData("""{"mcpServers":{"a":{"command":"x","args":"y"}}}""", "TypeMismatch", "mcpServers.a.args", "list")]
    [InlineData("""{"mcpServers":{"a":{"command":"x","args":[1]}}}""", "TypeMismatch", "mcpServers.a.args[0]", "quotes")]
    [InlineData("""{"mcpServers":{"a":{"command":"x","timeout":"1"}}}""", "TypeMismatch", "mcpServers.a.timeout", "60000")]
    [InlineData("""{"mcpServers":{"a":{"command":"x"},"a":{"command":"y"}}}""", "KeyDuplicate", "mcpServers.a", "one")]
    [InlineData("""{"mcpServers":{"a":{"url":"https://e.com","headers":{"Host":"x"}}}}""", "HeaderReserved", "mcpServers.a.headers.Host", "Delete")]
    [InlineData("""{"mcpServers":{"a":{"url":"https://e.com","headers":{"X Y":"x"}}}}""", "HeaderNameInvalid", "mcpServers.a.headers.X Y", "letters")]
    [InlineData("""{"name":"package"}""", "ToolServerFileInvalid", null, "mcpServers")]
    public void A_mistake_is_named_with_its_place_and_what_to_do(string json, string code, string? path, string suggestion)
    {
        Diagnostic found = Assert.Single(ServerFile.Read(Encoding.UTF8.GetBytes(json), "mcp.json").Diagnostics, d => d.Code == code);

        Assert.Equal(path, found.Path);
        Assert.Contains(suggestion, found.Suggestion, StringComparison.Ordinal);
    }

    [Fact]
    public void A_finding_has_the_line_and_the_column_of_its_value()
    {
        const string Json = """
            {
              "mcpServers": {
                "a": { "command": "x" },
                "b": { "command": "x", "args": ["ok", 7] }
              }
            }
            """;

        Diagnostic found = Assert.Single(ServerFile.Read(Encoding.UTF8.GetBytes(Json.ReplaceLineEndings("\n")), "mcp.json").Diagnostics);

        Assert.Equal("mcp.json(4,43)", found.Location!.ToString());
        Assert.Contains("\"ok\", 7", found.LineText, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_is_no_JSON_is_an_error_with_its_place()
    {
        Diagnostic found = Assert.Single(ServerFile.Read("{\n \"mcpServers\": }"u8.ToArray(), "mcp.json").Diagnostics);

        Assert.Equal(("ToolServerFileInvalid", 2), (found.Code, found.Line));
    }

    [Fact]
    public void A_credential_in_the_file_is_warned_of_and_never_shown()
    {
        const string Key = "ghp_q7Wz0Lk3Jd8Xv2Nb5Tc9Rm4Fh6Ys1PaEuGo";
        const string Json = """{"mcpServers":{"a":{"url":"https://e.com","headers":{"Authorization":"Bearer KEY"}}}}""";

        Diagnostic found = Assert.Single(ServerFile.Read(Encoding.UTF8.GetBytes(Json.Replace("KEY", Key, StringComparison.Ordinal)), "mcp.json").Diagnostics);

        Assert.Equal((DiagnosticCodes.SecretInline, DiagnosticSeverity.Warning), (found.Code, found.Severity));
        Assert.DoesNotContain(Key, $"{found}{found.LineText}", StringComparison.Ordinal);
    }

    [Fact]
    public void Variables_are_filled_in_everywhere_and_nothing_else_of_the_environment_reaches_a_program()
    {
        FixedVariables variables = new(("TOKEN", "q7Wz0Lk3Jd8Xv2Nb5Tc9"), ("PATH", "/bin"), ("HOME", "/home/me"), ("OPENAI_API_KEY", "sk-no"));
        ServerTarget.Program target = (ServerTarget.Program)Expand(
            """{"mcpServers":{"a":{"command":"${RUNNER:-node}","args":["${env:TOKEN}"],"env":{"KEY":"${TOKEN}"},"cwd":"sub"}}}""", variables)!;

        Assert.Equal("node", target.Command);
        Assert.Equal(["q7Wz0Lk3Jd8Xv2Nb5Tc9"], target.Arguments);
        Assert.Equal(Path.Combine(Folder, "sub"), target.Folder);
        Assert.Equal("q7Wz0Lk3Jd8Xv2Nb5Tc9", target.Environment["KEY"]);
        Assert.Contains("PATH", target.Environment.Keys);
        Assert.DoesNotContain("OPENAI_API_KEY", target.Environment.Keys);
        Assert.DoesNotContain("q7Wz0Lk3Jd8Xv2Nb5Tc9", $"{target.Shown}", StringComparison.Ordinal);
        Assert.NotEmpty(target.Secrets);
    }

    [Theory]
    [InlineData("""{"command":"x","args":["--token=${ORDERS_TOKEN}"]}""")]
    [InlineData("""{"command":"x","env":{"DB":"postgres://u:${ORDERS_TOKEN}@h/db"}}""")]
    [InlineData("""{"command":"x","env":{"DB":"postgres://u:tok%2Fen1@h/db"}}""")]
    [InlineData("""{"url":"https://e.com/s/${ORDERS_TOKEN}/mcp"}""")]
    [InlineData("""{"url":"https://e.com/mcp","headers":{"X-Who":"me ${ORDERS_TOKEN}"}}""")]
    public void A_key_within_a_text_is_a_secret_by_itself(string server)
    {
        ServerTarget target = Expand($$"""{"mcpServers":{"a":{{server}} } }""", new FixedVariables(("ORDERS_TOKEN", "tok/en1")))!;

        Assert.Equal("key ***", new Redactor(target.Secrets).Redact("key tok/en1"));
        Assert.DoesNotContain("tok/en1", target.Shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"command":"x","args":["${NOTES}"]}""")]
    [InlineData("""{"command":"x","env":{"ROOT":"${NOTES}"}}""")]
    [InlineData("""{"command":"x","env":{"API":"https://api.example.com/v1/and/more"}}""")]
    public void A_path_or_an_address_is_no_secret_however_long_it_is(string server) =>
        Assert.Empty(Expand($$"""{"mcpServers":{"a":{{server}} } }""", new FixedVariables(("NOTES", "/home/me/many/folders/of/notes2")))!.Secrets);

    [Theory]
    [InlineData("""{"mcpServers":{"a":{"command":"x","env":{"KEY":"${MISSING}"}}}}""", "VariableNotSet", "env.KEY", "MISSING")]
    [InlineData("""{"mcpServers":{"a":{"command":"x","args":["y","${env:EMPTY}"]}}}""", "VariableNotSet", "args[1]", "EMPTY")]
    [InlineData("""{"mcpServers":{"a":{"command":"x","env":{"KEY":"${input:key}"}}}}""", "TemplateInvalid", "env.KEY", "input")]
    [InlineData("""{"mcpServers":{"a":{"url":"${MISSING}/mcp"}}}""", "VariableNotSet", "url", "MISSING")]
    [InlineData("""{"mcpServers":{"a":{"url":"ftp://e.com"}}}""", "BaseUrlInvalid", "url", "http")]
    [InlineData("""{"mcpServers":{"a":{"url":"http://e.com/mcp","headers":{"X-Key":"${SET}"}}}}""", "UnencryptedAuthentication", "url", "clear text")]
    public void What_cannot_be_filled_in_names_server_and_field(string json, string code, string field, string words)
    {
        ServerFile file = Sound(json);
        Findings findings = new(file.Places);

        Assert.Null(new ServerExpansion(file, new FixedVariables(("EMPTY", ""), ("SET", "v")), false, findings).Expand(file.Servers[0]));

        Diagnostic found = Assert.Single(findings.ToImmutable());
        Assert.Equal((code, $"mcpServers.a.{field}"), (found.Code, found.Path));
        Assert.Contains("'a'", found.Message, StringComparison.Ordinal);
        Assert.Contains(words, found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_scheme_before_a_token_is_no_secret()
    {
        ServerTarget.Web target = (ServerTarget.Web)Expand(
            """{"mcpServers":{"a":{"url":"https://e.com/mcp","headers":{"Authorization":"Bearer ${T}"}}}}""",
            new FixedVariables(("T", "q7Wz0Lk3Jd8Xv2Nb5Tc9")))!;

        Assert.Equal(("Authorization", "Bearer "), (target.Headers[0].Name, target.Headers[0].Scheme));
    }

    private static ServerFile Sound(string json)
    {
        Checked<ServerFile> read = ServerFile.Read(Encoding.UTF8.GetBytes(json), Path.Combine(Folder, "mcp.json"));
        Assert.True(read.IsUsable, string.Join('\n', read.Diagnostics));
        return read.Value!;
    }

    private static ServerTarget? Expand(string json, IVariables variables)
    {
        ServerFile file = Sound(json);
        Findings findings = new(file.Places);
        ServerTarget? target = new ServerExpansion(file, variables, false, findings).Expand(file.Servers[0]);
        Assert.Empty(findings.ToImmutable());
        return target;
    }
}
