using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using AgentCore.LiteLlm.Json;

namespace AgentCore.LiteLlm.Simulation;

/// <summary>
/// Reads a request of the responses API as strictly as the OpenAI service does: what it asks is then a question like any other, and judged
/// by the same rules.
/// </summary>
internal static class ResponseQuestionReader
{
    // Members of chat completions that this API refuses by name.
    private static readonly string[] Unknown =
    [
        "messages", "seed", "stop", "n", "logit_bias", "logprobs", "frequency_penalty", "presence_penalty", "max_tokens", "max_completion_tokens",
        "reasoning_effort", "verbosity", "functions",
    ];

    /// <summary>Reads a request.</summary>
    public static ChatQuestion? Read(ReadOnlyMemory<byte> body, [NotNullWhen(false)] out EndpointError? error)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body, ProtocolJson.Read);
            JsonElement root = document.RootElement;
            error = Check(root);
            if (error is not null)
            {
                return null;
            }

            using JsonDocument chat = JsonDocument.Parse(ToChat(root), ProtocolJson.Read);
            error = ChatQuestionReader.Check(chat.RootElement);
            return error is null
                ? ChatQuestionReader.Read(chat.RootElement, StableHash.Of(body.Span)) with { IsOfResponses = true, IncludeUsage = true }
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            error = EndpointError.BadRequest("We could not parse the JSON body of your request.");
            return null;
        }
    }

    private static EndpointError? Check(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return EndpointError.BadRequest("The body of your request must be a JSON object.");
        }

        if (Array.Find(Unknown, n => root.TryGetProperty(n, out _)) is { } unknown)
        {
            return EndpointError.BadRequest($"Unknown parameter: '{unknown}'.", unknown, "unknown_parameter");
        }

        if (root.Find("input") is not { ValueKind: JsonValueKind.String or JsonValueKind.Array } input)
        {
            return EndpointError.BadRequest("Missing required parameter: 'input'.", "input", "missing_required_parameter");
        }

        int index = 0;
        foreach (JsonElement item in input.ValueKind == JsonValueKind.Array ? input.EnumerateArray() : default)
        {
            if (CheckItem(item, $"input[{index++}]") is { } error)
            {
                return error;
            }
        }

        return root.Find("max_output_tokens") is { } limit && !(limit.TryGetInt32(out int most) && most >= 16)
            ? EndpointError.BadRequest(
                "Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 16.", "max_output_tokens", "integer_below_min_value")
            : null;
    }

    private static EndpointError? CheckItem(JsonElement item, string place)
    {
        string type = item.FindText("type") ?? "message";
        bool isKnown = type switch
        {
            "message" => item.FindText("role") is "system" or "developer" or "user" or "assistant" && HasContent(item),
            "function_call" => item.FindText("call_id") is { Length: > 0 and <= 64 }
                && item.FindText("name") is not null
                && item.FindText("arguments") is not null,
            "function_call_output" => item.FindText("call_id") is { Length: > 0 and <= 64 } && item.Find("output") is not null,
            "reasoning" => item.FindText("encrypted_content") is not null || item.FindList("content") is not null,
            _ => false,
        };
        return isKnown ? null : EndpointError.BadRequest($"Invalid value for '{place}': no item of the type '{type}' that is known.", place, "invalid_value");
    }

    private static bool HasContent(JsonElement item) =>
        item.FindText("content") is not null
        || (item.FindList("content") is { } parts && parts.EnumerateArray().All(p => p.FindText("type") is "input_text" or "input_image" or "input_file"
            or "output_text" or "refusal"));

    // The same question in the words of chat completions.
    private static ReadOnlyMemory<byte> ToChat(JsonElement root)
    {
        ArrayBufferWriter<byte> bytes = new();
        using Utf8JsonWriter json = ProtocolJson.Writer(bytes);
        json.WriteStartObject();
        foreach (JsonProperty member in root.EnumerateObject().Where(m => m.Name is "model" or "stream"))
        {
            member.WriteTo(json);
        }

        if (root.FindWhole("max_output_tokens") is { } most)
        {
            json.WriteNumber("max_completion_tokens", most);
        }

        WriteMessages(json, root);
        WriteTools(json, root);
        if (root.FindObject("text")?.FindObject("format") is { } format)
        {
            json.WriteStartObject("response_format");
            json.WriteString("type", format.FindText("type"));
            json.WritePropertyName("json_schema");
            format.WriteTo(json);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenMemory;
    }

    private static void WriteMessages(Utf8JsonWriter json, JsonElement root)
    {
        json.WriteStartArray("messages");
        if (root.FindText("instructions") is { } instructions)
        {
            WriteMessage(json, "system", instructions);
        }

        if (root.FindText("input") is { } prompt)
        {
            WriteMessage(json, "user", prompt);
        }

        JsonElement[] items = [.. root.Items("input")];
        for (int at = 0; at < items.Length; at++)
        {
            switch (items[at].FindText("type"))
            {
                case "function_call":
                    int end = Array.FindIndex(items, at, i => i.FindText("type") != "function_call");
                    WriteCalls(json, items[at..(end < 0 ? items.Length : end)]);
                    at = end < 0 ? items.Length : end - 1;
                    break;
                case "function_call_output":
                    json.WriteStartObject();
                    json.WriteString("role", "tool");
                    json.WriteString("tool_call_id", items[at].FindText("call_id"));
                    json.WriteString("content", items[at].FindAsText("output"));
                    json.WriteEndObject();
                    break;
                case "reasoning":
                    break;
                default:
                    json.WriteStartObject();
                    json.WriteString("role", items[at].FindText("role"));
                    json.WritePropertyName("content");
                    items[at].GetProperty("content").WriteTo(json);
                    json.WriteEndObject();
                    break;
            }
        }

        json.WriteEndArray();
    }

    private static void WriteMessage(Utf8JsonWriter json, string role, string content)
    {
        json.WriteStartObject();
        json.WriteString("role", role);
        json.WriteString("content", content);
        json.WriteEndObject();
    }

    private static void WriteCalls(Utf8JsonWriter json, JsonElement[] calls)
    {
        json.WriteStartObject();
        json.WriteString("role", "assistant");
        json.WriteStartArray("tool_calls");
        foreach (JsonElement call in calls)
        {
            json.WriteStartObject();
            json.WriteString("id", call.FindText("call_id"));
            json.WriteString("type", "function");
            json.WriteStartObject("function");
            json.WriteString("name", call.FindText("name"));
            json.WriteString("arguments", call.FindText("arguments"));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTools(Utf8JsonWriter json, JsonElement root)
    {
        if (root.FindList("tools") is { } tools)
        {
            json.WriteStartArray("tools");
            foreach (JsonElement tool in tools.EnumerateArray())
            {
                json.WriteStartObject();
                json.WriteString("type", "function");
                json.WritePropertyName("function");
                tool.WriteTo(json);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        if (root.FindObject("tool_choice") is { } choice)
        {
            json.WriteStartObject("tool_choice");
            json.WriteString("type", "function");
            json.WriteStartObject("function");
            json.WriteString("name", choice.FindText("name"));
            json.WriteEndObject();
            json.WriteEndObject();
        }
        else if (root.FindText("tool_choice") is { } word)
        {
            json.WriteString("tool_choice", word);
        }
    }
}
