using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using AgentCore.LiteLlm.Json;

namespace AgentCore.LiteLlm.Simulation;

/// <summary>Reads a chat-completions request as strictly as the OpenAI service does.</summary>
internal static class ChatQuestionReader
{
    public static ChatQuestion? Read(ReadOnlyMemory<byte> body, [NotNullWhen(false)] out EndpointError? error)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body, ProtocolJson.Read);
            error = Check(document.RootElement);
            return error is null ? Read(document.RootElement, StableHash.Of(body.Span)) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException is how text with half a surrogate pair shows.
            error = EndpointError.BadRequest("We could not parse the JSON body of your request.");
            return null;
        }
    }

    /// <summary>The text of a message's content, whether it is one string or a list of parts.</summary>
    public static string TextOf(JsonElement message)
    {
        if (!message.TryGetProperty("content", out JsonElement content))
        {
            return "";
        }

        return content.ValueKind switch
        {
            JsonValueKind.String => content.GetString()!,
            JsonValueKind.Array => string.Join('\n', content.EnumerateArray().Select(PartText).OfType<string>()),
            _ => "",
        };
    }

    private static string? PartText(JsonElement part) => part.FindText("text");

    /// <summary>Reads a request that has been checked.</summary>
    internal static ChatQuestion Read(JsonElement root, string hash)
    {
        JsonElement[] messages = [.. root.GetProperty("messages").EnumerateArray()];
        JsonElement asked = messages.LastOrDefault(m => m.GetProperty("role").ValueEquals("user"), messages[^1]);
        return new()
        {
            Model = root.GetProperty("model").GetString()!,
            Prompt = TextOf(asked),
            ToolResults = [.. messages.AsEnumerable().Reverse()
                    .TakeWhile(m => !m.GetProperty("role").ValueEquals("user"))
                    .Where(m => m.GetProperty("role").ValueEquals("tool"))
                    .Select(TextOf).Reverse()],
            PromptWords = messages.Sum(m => Words.Count(TextOf(m))),
            Hash = hash,
            Stream = root.FindFlag("stream") == true,
            IncludeUsage = root.FindObject("stream_options")?.FindFlag("include_usage") == true,
            MaxWords = Smaller(root.FindWhole("max_tokens"), root.FindWhole("max_completion_tokens")),
            Demand = ToolDemand.Read(root) ?? FormatDemand(root),
        };
    }

    private static int? Smaller(int? left, int? right) =>
        left is null || right is null ? left ?? right : Math.Min(left.Value, right.Value);

    private static ChatDemand FormatDemand(JsonElement root)
    {
        if (root.FindObject("response_format") is not { } format)
        {
            return new ChatDemand.Text();
        }

        return format.FindText("type") switch
        {
            "json_schema" => new ChatDemand.Json(format.FindObject("json_schema")?.Find("schema")?.Clone()),
            "json_object" => new ChatDemand.Json(null),
            _ => new ChatDemand.Text(),
        };
    }

    /// <summary>Says what is wrong with a request.</summary>
    internal static EndpointError? Check(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return EndpointError.BadRequest("The body of your request must be a JSON object.");
        }

        if (string.IsNullOrEmpty(root.FindText("model")))
        {
            return EndpointError.BadRequest("you must provide a model parameter", "model");
        }

        return CheckMessages(root)
            ?? CheckStream(root)
            ?? CheckLimit(root, "max_tokens")
            ?? CheckLimit(root, "max_completion_tokens")
            ?? ToolDemand.Check(root)
            ?? CheckFormat(root);
    }

    private static EndpointError? CheckMessages(JsonElement root)
    {
        if (root.FindList("messages") is not { } messages)
        {
            return EndpointError.BadRequest("Missing required parameter: 'messages'.", "messages", "missing_required_parameter");
        }

        if (messages.GetArrayLength() == 0)
        {
            return EndpointError.BadRequest("Invalid 'messages': empty array.", "messages", "empty_array");
        }

        int index = 0;
        foreach (JsonElement message in messages.EnumerateArray())
        {
            if (CheckMessage(message, $"messages[{index++}]") is { } error)
            {
                return error;
            }
        }

        return ToolAnswers.Check([.. messages.EnumerateArray()]);
    }

    private static EndpointError? CheckMessage(JsonElement message, string place)
    {
        if (message.ValueKind != JsonValueKind.Object)
        {
            return EndpointError.BadRequest($"Invalid type for '{place}': expected an object.", place, "invalid_type");
        }

        string? role = message.FindText("role");
        if (role is not ("system" or "developer" or "user" or "assistant" or "tool" or "function"))
        {
            return EndpointError.BadRequest($"Invalid value for '{place}.role'.", place + ".role", "invalid_value");
        }

        if (role == "tool" && message.FindText("tool_call_id") is null)
        {
            return EndpointError.BadRequest(
                $"Missing parameter 'tool_call_id': {place} has role 'tool'.",
                place + ".tool_call_id",
                "missing_required_parameter");
        }

        return CheckContent(message, role, place + ".content");
    }

    private static EndpointError? CheckContent(JsonElement message, string role, string place)
    {
        JsonValueKind kind = message.TryGetProperty("content", out JsonElement content) ? content.ValueKind : JsonValueKind.Null;
        bool valid = kind switch
        {
            JsonValueKind.String => true,
            JsonValueKind.Array => content.EnumerateArray().All(part => part.FindText("type") is not null),
            JsonValueKind.Null => role is "assistant" or "function",
            _ => false,
        };
        return valid
            ? null
            : EndpointError.BadRequest($"Invalid value for '{place}': expected a string or an array of parts.", place, "invalid_type");
    }

    private static EndpointError? CheckStream(JsonElement root)
    {
        if (root.Find("stream") is { ValueKind: not (JsonValueKind.True or JsonValueKind.False) })
        {
            return EndpointError.BadRequest("Invalid type for 'stream': expected a boolean.", "stream", "invalid_type");
        }

        return root.FindFlag("stream") == true || root.Find("stream_options") is null
            ? null
            : EndpointError.BadRequest(
                "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
                "stream_options");
    }

    private static EndpointError? CheckLimit(JsonElement root, string name)
    {
        if (root.Find(name) is null)
        {
            return null;
        }

        return root.FindWhole(name) switch
        {
            null => EndpointError.BadRequest($"Invalid type for '{name}': expected an integer.", name, "invalid_type"),
            < 1 => EndpointError.BadRequest(
                $"Invalid '{name}': integer below minimum value. Expected a value >= 1.",
                name,
                "integer_below_min_value"),
            _ => null,
        };
    }

    private static EndpointError? CheckFormat(JsonElement root)
    {
        if (root.Find("response_format") is null)
        {
            return null;
        }

        JsonElement? format = root.FindObject("response_format");
        return format?.FindText("type") switch
        {
            "text" or "json_object" => null,
            "json_schema" when format?.FindObject("json_schema")?.FindText("name") is not null => null,
            _ => EndpointError.BadRequest("Invalid value for 'response_format'.", "response_format", "invalid_value"),
        };
    }
}
