using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Outputs;

namespace AgentCore.LiteLlm.Wire.Responses;

/// <summary>Writes what the responses API has members of its own for. Nothing is left with the endpoint: every call brings all that was said.</summary>
internal static class ResponsesWriter
{
    /// <summary>Writes items, tools, the form of the output and the limits.</summary>
    /// <param name="json">Where they are written.</param>
    /// <param name="request">The request.</param>
    public static void Write(Utf8JsonWriter json, ChatRequest request)
    {
        bool hasInstructions = request.Messages is [{ Role: ChatRole.System, Parts.IsEmpty: true }, _, ..];
        if (hasInstructions)
        {
            json.WriteString("instructions"u8, request.Messages[0].Text);
        }

        ItemWriter.Write(json, hasInstructions ? request.Messages[1..] : request.Messages, request);
        WriteTools(json, request);
        WriteText(json, request);
        if (request.Temperature is { } temperature && request.SentOptions.HasFlag(OptionalMembers.Temperature))
        {
            json.WriteNumber("temperature"u8, temperature);
        }

        if (request.MaxTokens is { } maxTokens)
        {
            json.WriteNumber("max_output_tokens"u8, Math.Max(maxTokens, ModelControls.LeastResponseTokens));
        }

        if (ItemWriter.HasReasoning(request) && !request.Dialect.OmitsEncrypted)
        {
            json.WriteStartArray("include"u8);
            json.WriteStringValue("reasoning.encrypted_content"u8);
            json.WriteEndArray();
        }

        json.WriteBoolean("store"u8, false);
    }

    private static void WriteTools(Utf8JsonWriter json, ChatRequest request)
    {
        ToolDefinition? output = OutputTool.Find(request);
        if (output is null && request.Tools.IsEmpty)
        {
            return;
        }

        json.WriteStartArray("tools"u8);
        foreach (ToolDefinition tool in output is null ? request.Tools : request.Tools.Add(output))
        {
            // Where nothing is said, this API makes every optional parameter a mandatory one.
            json.WriteStartObject();
            json.WriteString("type"u8, "function"u8);
            json.WriteString("name"u8, tool.Name);
            json.WriteString("description"u8, tool.Description);
            json.WritePropertyName("parameters"u8);
            tool.Parameters.WriteTo(json);
            json.WriteBoolean("strict"u8, false);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (output is not null && request.OutputForm == OutputForm.ForcedTool)
        {
            json.WriteStartObject("tool_choice"u8);
            json.WriteString("type"u8, "function"u8);
            json.WriteString("name"u8, output.Name);
            json.WriteEndObject();
        }
        else if (output is not null)
        {
            json.WriteString("tool_choice"u8, "required"u8);
        }
    }

    private static void WriteText(Utf8JsonWriter json, ChatRequest request)
    {
        OutputSchema? schema = request.OutputForm == OutputForm.ResponseFormat ? request.Output : null;
        string? verbosity = request.SentOptions.HasFlag(OptionalMembers.Verbosity) ? request.Controls.Verbosity : null;
        if (schema is null && verbosity is null)
        {
            return;
        }

        json.WriteStartObject("text"u8);
        if (schema is not null)
        {
            json.WriteStartObject("format"u8);
            json.WriteString("type"u8, "json_schema"u8);
            json.WriteString("name"u8, schema.Name);
            json.WritePropertyName("schema"u8);
            schema.WireSchema.WriteTo(json);
            json.WriteBoolean("strict"u8, false);
            json.WriteEndObject();
        }

        if (verbosity is not null)
        {
            json.WriteString("verbosity"u8, verbosity);
        }

        json.WriteEndObject();
    }
}
