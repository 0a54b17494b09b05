using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace AgentCore.LiteLlm.Simulation;

/// <summary>Composes the answer to a request out of nothing but the request.</summary>
internal static class SimulatedAnswers
{
    /// <summary>How an id begins that nobody asked for.</summary>
    public const string StartOfToolCallId = "call_";

    private const int QuotedLength = 200;

    public static ChatAnswer For(ChatQuestion call) => call.Demand switch
    {
        ChatDemand.ToolCalls { Tools: var tools } => Calls(call, tools),
        ChatDemand.Json { Schema: { } schema } => Text(call, SchemaInstance.Of(schema)),
        ChatDemand.Json => Text(call, TextAsJson(call)),
        _ => Text(call, Reply(call)),
    };

    public static string IdOf(ChatQuestion call) => (call.IsOfResponses ? "resp_" : "chatcmpl-") + call.Hash[..24];

    public static string ToolCallIdOf(ChatQuestion call, int index) => $"{StartOfToolCallId}{call.Hash[8..]}{(index == 0 ? "" : $"_{index}")}";

    private static string Reply(ChatQuestion call)
    {
        string reply = $"Simulated reply from {call.Model} to: {Words.Cut(call.Prompt, QuotedLength)}";
        return call.ToolResults.Length == 0 ? reply : $"{reply} (with {string.Join(", ", call.ToolResults.Select(r => Words.Cut(r, QuotedLength)))})";
    }

    private static string TextAsJson(ChatQuestion call)
    {
        ArrayBufferWriter<byte> bytes = new();
        using (Utf8JsonWriter json = ProtocolJson.Writer(bytes))
        {
            json.WriteStartObject();
            json.WriteString("text", Reply(call));
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static ChatAnswer Text(ChatQuestion call, string text)
    {
        string said = call.MaxWords is { } limit ? Words.Take(text, limit) : text;
        return new()
        {
            Id = IdOf(call),
            Model = call.Model,
            Pieces = Words.Split(said),
            FinishReason = said.Length < text.Length ? "length" : "stop",
            Usage = new() { Prompt = call.PromptWords, Completion = Words.Count(said) },
        };
    }

    private static ChatAnswer Calls(ChatQuestion call, ImmutableArray<DemandedTool> tools)
    {
        ImmutableArray<AnsweredToolCall> calls = [.. tools.Select((tool, index) =>
            new AnsweredToolCall(ToolCallIdOf(call, index), tool.Name, tool.Parameters is { } schema ? SchemaInstance.Of(schema) : "{}"))];
        return new()
        {
            Id = IdOf(call),
            Model = call.Model,
            ToolCalls = calls,
            FinishReason = "tool_calls",
            Usage = new() { Prompt = call.PromptWords, Completion = calls.Sum(c => Words.Count(c.Name) + Words.Count(c.Arguments)) },
        };
    }
}
