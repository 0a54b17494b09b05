using System.Text.Json;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>What a request says, by whichever API it was sent: so one test can look at both.</summary>
internal sealed class SentRequest
{
    private readonly JsonElement _root;
    private readonly bool _isOfResponses;

    public SentRequest(string body)
    {
        using JsonDocument json = JsonDocument.Parse(body);
        _root = json.RootElement.Clone();
        _isOfResponses = _root.TryGetProperty("input", out _);
        Turns = [.. _isOfResponses ? ReadItems() : ReadMessages()];
    }

    /// <summary>Gets what was said, in order: a call of a tool is a turn of the assistant, its result one of the tool.</summary>
    public IReadOnlyList<(string Role, string Text, string? CallId)> Turns { get; }

    /// <summary>Gets the tools that are offered.</summary>
    public IReadOnlyList<(string Name, JsonElement Parameters)> Tools => !_root.TryGetProperty("tools", out JsonElement tools) ? [] :
    [
        .. tools.EnumerateArray().Select(t => _isOfResponses ? t : t.GetProperty("function"))
            .Select(t => (t.GetProperty("name").GetString()!, t.GetProperty("parameters"))),
    ];

    /// <summary>Gets the tool that is forced by its name; null where none is.</summary>
    public string? ForcedTool => _root.TryGetProperty("tool_choice", out JsonElement choice) && choice.ValueKind == JsonValueKind.Object
        ? (_isOfResponses ? choice : choice.GetProperty("function")).GetProperty("name").GetString()
        : null;

    /// <summary>Gets the form in which output is asked for: forced, required, format or words.</summary>
    public string Form => ForcedTool is not null ? "forced"
        : _root.TryGetProperty("tool_choice", out JsonElement choice) ? choice.GetString()!
        : _root.TryGetProperty("response_format", out _) || (_root.TryGetProperty("text", out JsonElement text) && text.TryGetProperty("format", out _))
            ? "format"
            : "words";

    private static string Content(JsonElement holder, string name) => holder.TryGetProperty(name, out JsonElement content)
        ? content.ValueKind == JsonValueKind.String
            ? content.GetString()!
            : string.Concat(content.EnumerateArray().Select(p => p.TryGetProperty("text", out JsonElement text) ? text.GetString() : ""))
        : "";

    private IEnumerable<(string Role, string Text, string? CallId)> ReadMessages()
    {
        foreach (JsonElement message in _root.GetProperty("messages").EnumerateArray())
        {
            string role = message.GetProperty("role").GetString()!;
            JsonElement[] calls = message.TryGetProperty("tool_calls", out JsonElement list) ? [.. list.EnumerateArray()] : [];
            if (calls.Length == 0 || Content(message, "content").Length > 0)
            {
                yield return (role, Content(message, "content"), message.TryGetProperty("tool_call_id", out JsonElement id) ? id.GetString() : null);
            }

            foreach (JsonElement call in calls)
            {
                yield return (role, call.GetProperty("function").GetProperty("arguments").GetString()!, call.GetProperty("id").GetString());
            }
        }
    }

    private IEnumerable<(string Role, string Text, string? CallId)> ReadItems()
    {
        if (_root.TryGetProperty("instructions", out JsonElement instructions))
        {
            yield return ("system", instructions.GetString()!, null);
        }

        foreach (JsonElement item in _root.GetProperty("input").EnumerateArray())
        {
            switch (item.TryGetProperty("type", out JsonElement type) ? type.GetString() : "message")
            {
                case "message":
                    yield return (item.GetProperty("role").GetString()!, Content(item, "content"), null);
                    break;
                case "function_call":
                    yield return ("assistant", item.GetProperty("arguments").GetString()!, item.GetProperty("call_id").GetString());
                    break;
                case "function_call_output":
                    yield return ("tool", Content(item, "output"), item.GetProperty("call_id").GetString());
                    break;
            }
        }
    }
}
