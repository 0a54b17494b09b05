using System.Buffers;
using System.Text.Json;
using AgentCore.LiteLlm.Agents;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Messages;

namespace AgentCore.LiteLlm.Graphs;

/// <summary>A wish of an agent of a swarm that another one goes on.</summary>
/// <param name="To">The node that goes on.</param>
/// <param name="Message">What it is told.</param>
/// <param name="Context">What the agent leaves for all that come after it, as JSON; null for nothing.</param>
internal sealed record HandOff(string To, string Message, string? Context)
{
    /// <summary>Makes the tool.</summary>
    /// <param name="others">The nodes to which the agent may hand over.</param>
    public static ToolDefinition ToTool(IEnumerable<string> others) => new(
        AgentGraph.HandOffTool,
        "Lets another agent go on with the task. Call it when another agent is better suited; after it, end your turn with a short answer.",
        ToSchema(others))
    {
        IsOfRun = true,
    };

    /// <summary>Reads a call of the tool, whose arguments fit its schema.</summary>
    /// <param name="arguments">The arguments.</param>
    public static HandOff Read(JsonElement arguments) => new(
        arguments.FindText("agent_name")!,
        arguments.FindText("message")!,
        arguments.Find("context") is { ValueKind: JsonValueKind.Object } context && context.EnumerateObject().Any() ? context.GetRawText() : null);

    /// <summary>Finds the wish of an agent that has ended its turn: the last one holds, whatever process it was made in.</summary>
    /// <param name="request">The request of the agent.</param>
    /// <param name="result">What it came to.</param>
    /// <returns>The wish; null where it hands over to nobody.</returns>
    public static HandOff? Find(ChatRequest request, NodeResult result)
    {
        AgentStep? last = result.Steps.LastOrDefault(s => s is { Kind: AgentStepKind.Tool, Tool: AgentGraph.HandOffTool, Outcome: ToolOutcome.Succeeded });
        return last is not null && request.Tools.FirstOrDefault(t => t.Name == AgentGraph.HandOffTool) is { } tool
            && new ToolCall("", AgentGraph.HandOffTool, last.Arguments ?? "").FindArguments() is { } arguments
            ? Read(LooseArguments.Fit(tool.Parameters, arguments))
            : null;
    }

    private static JsonElement ToSchema(IEnumerable<string> others)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "object"u8);
            json.WriteStartObject("properties"u8);
            json.WriteStartObject("agent_name"u8);
            json.WriteString("type"u8, "string"u8);
            json.WriteString("description"u8, "The agent that goes on."u8);
            json.WriteStartArray("enum"u8);
            foreach (string other in others)
            {
                json.WriteStringValue(other);
            }

            json.WriteEndArray();
            json.WriteEndObject();
            Text("message"u8, "string"u8, "What that agent is to do, with everything that it needs for it: it does not see your answers."u8);
            Text("context"u8, "object"u8, "Facts for all agents that come after you."u8);
            json.WriteEndObject();
            json.WriteStartArray("required"u8);
            json.WriteStringValue("agent_name"u8);
            json.WriteStringValue("message"u8);
            json.WriteEndArray();
            json.WriteEndObject();

            void Text(ReadOnlySpan<byte> name, ReadOnlySpan<byte> type, ReadOnlySpan<byte> description)
            {
                json.WriteStartObject(name);
                json.WriteString("type"u8, type);
                json.WriteString("description"u8, description);
                json.WriteEndObject();
            }
        }

        using JsonDocument document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }
}
