using System.Management.Automation;
using System.Text.Json;

namespace AgentCore.LiteLlm.Benchmarks;

/// <summary>Is a tool server with one tool, echo, over standard input and output, until its input ends.</summary>
[Cmdlet(VerbsLifecycle.Start, "EchoServer")]
public sealed class StartEchoServerCommand : PSCmdlet
{
    private const string Tools =
        "\"result\":{\"tools\":[{\"name\":\"echo\",\"description\":\"Says it is done.\",\"inputSchema\":{\"type\":\"object\",\"properties\":{}}}]}";

    /// <summary>Gets or sets a value indicating whether a call of the tool is never answered.</summary>
    [Parameter]
    public SwitchParameter Holds { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
#pragma warning disable RS0030 // a server over standard input and output writes to no pipeline
        using StreamReader input = new(Console.OpenStandardInput());
        using StreamWriter output = new(Console.OpenStandardOutput()) { AutoFlush = true };
#pragma warning restore RS0030
        while (input.ReadLine() is { } line)
        {
            using JsonDocument message = JsonDocument.Parse(line);
            bool isHeld = Holds && message.RootElement.GetProperty("method").ValueEquals("tools/call");
            if (!isHeld && message.RootElement.TryGetProperty("id", out JsonElement id))
            {
                output.Write($"{{\"jsonrpc\":\"2.0\",\"id\":{id.GetRawText()},{Answer(message.RootElement)}}}\n");
            }
        }
    }

    private static string Answer(JsonElement request) => request.GetProperty("method").GetString() switch
    {
        "initialize" => $"\"result\":{{\"protocolVersion\":{request.GetProperty("params").GetProperty("protocolVersion").GetRawText()},"
            + "\"capabilities\":{\"tools\":{}},\"serverInfo\":{\"name\":\"echo\",\"version\":\"1\"}}",
        "tools/list" => Tools,
        "tools/call" => "\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"done\"}]}",
        _ => "\"error\":{\"code\":-32601,\"message\":\"no such method\"}",
    };
}
