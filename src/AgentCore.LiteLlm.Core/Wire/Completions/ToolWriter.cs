using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Outputs;

namespace AgentCore.LiteLlm.Wire.Completions;

/// <summary>Writes the tools of a request, and the way in which structured output is asked for.</summary>
internal static class ToolWriter
{
    public static void Write(Utf8JsonWriter json, ChatRequest request, CacheMarks? marks)
    {
        ToolDefinition? output = OutputTool.Find(request);
        if (output is not null || !request.Tools.IsEmpty)
        {
            json.WriteStartArray("tools"u8);
            foreach (ToolDefinition tool in output is null ? request.Tools : request.Tools.Add(output))
            {
                Write(json, tool, marks is { Tools: true } && !request.Tools.IsEmpty && ReferenceEquals(tool, request.Tools[^1]) ? marks : null);
            }

            json.WriteEndArray();
        }

        switch (request.OutputForm)
        {
            case OutputForm.ForcedTool when output is not null:
                WriteChoice(json, output.Name);
                break;
            case OutputForm.RequiredTool when output is not null:
                json.WriteString("tool_choice"u8, "required"u8);
                break;
            case OutputForm.ResponseFormat when request.Output is { } schema:
                WriteFormat(json, schema);
                break;
        }
    }

    private static void Write(Utf8JsonWriter json, ToolDefinition tool, CacheMarks? mark)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "function"u8);
        json.WriteStartObject("function"u8);
        json.WriteString("name"u8, tool.Name);
        json.WriteString("description"u8, tool.Description);
        json.WritePropertyName("parameters"u8);
        tool.Parameters.WriteTo(json);

        // Inside the function, where LiteLLM reads it.
        mark?.Write(json);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteChoice(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject("tool_choice"u8);
        json.WriteString("type"u8, "function"u8);
        json.WriteStartObject("function"u8);
        json.WriteString("name"u8, name);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // Not 'strict': it takes only a part of JSON Schema, and answers are held against the whole of it here.
    private static void WriteFormat(Utf8JsonWriter json, OutputSchema schema)
    {
        json.WriteStartObject("response_format"u8);
        json.WriteString("type"u8, "json_schema"u8);
        json.WriteStartObject("json_schema"u8);
        json.WriteString("name"u8, schema.Name);
        json.WritePropertyName("schema"u8);
        schema.WireSchema.WriteTo(json);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
