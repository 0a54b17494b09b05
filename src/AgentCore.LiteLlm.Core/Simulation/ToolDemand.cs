using System.Text.Json;
using AgentCore.LiteLlm.Json;

namespace AgentCore.LiteLlm.Simulation;

/// <summary>Reads which tool, if any, a request forces the answer to call.</summary>
internal static class ToolDemand
{
    // As many as models call at once at most.
    private const int MostCalls = 16;

    public static EndpointError? Check(JsonElement root)
    {
        int index = 0;
        foreach (JsonElement tool in root.Items("tools"))
        {
            string place = $"tools[{index++}]";
            if (!IsName(NameOf(tool)))
            {
                return EndpointError.BadRequest(
                    $"Invalid '{place}.function.name': a name is 1 to 64 letters, digits, '_' or '-'.",
                    place + ".function.name",
                    "invalid_value");
            }
        }

        return CheckChoice(root, index);
    }

    /// <summary>
    /// The tools that must be called; null where text will do. Tools that may be called are called once, all of them, before the prompt is
    /// answered.
    /// </summary>
    public static ChatDemand? Read(JsonElement root)
    {
        string? name = ForcedName(root);
        string? choice = root.FindText("tool_choice");
        IEnumerable<JsonElement> tools = root.Items("tools");
        JsonElement[] demanded = (name, choice) switch
        {
            (not null, _) => [tools.First(t => NameOf(t) == name)],
            (_, "required") => [tools.First()],
            (_, "none") => [],
            _ => HasResults(root) ? [] : [.. tools.Take(MostCalls)],
        };
        return demanded.Length == 0 ? null : new ChatDemand.ToolCalls([.. demanded.Select(ToDemand)]);
    }

    private static bool HasResults(JsonElement root) => root.Items("messages")
        .Select(m => m.FindText("role"))
        .LastOrDefault(r => r is "user" or "tool") == "tool";

    private static DemandedTool ToDemand(JsonElement tool) =>
        new(NameOf(tool)!, tool.FindObject("function")?.FindObject("parameters")?.Clone());

    private static EndpointError? CheckChoice(JsonElement root, int tools)
    {
        if (root.Find("tool_choice") is not { } choice)
        {
            return null;
        }

        if (tools == 0)
        {
            return EndpointError.BadRequest("Invalid value for 'tool_choice': it is only allowed when 'tools' are specified.", "tool_choice");
        }

        bool known = choice.ValueKind == JsonValueKind.String
            ? ReceivedJson.TextOf(choice) is "none" or "auto" or "required"
            : choice.ValueKind == JsonValueKind.Object;
        if (!known)
        {
            return EndpointError.BadRequest("Invalid value for 'tool_choice'.", "tool_choice", "invalid_value");
        }

        return ForcedName(root) is { } name && root.Items("tools").All(t => NameOf(t) != name)
            ? EndpointError.BadRequest($"Tool choice '{name}' not found in 'tools' parameter.", "tool_choice")
            : null;
    }

    private static string? ForcedName(JsonElement root) =>
        root.FindObject("tool_choice") is { } choice ? NameOf(choice) : null;

    private static string? NameOf(JsonElement tool) => (tool.FindObject("function") ?? tool.FindObject("custom"))?.FindText("name");

    private static bool IsName(string? name) =>
        name is { Length: >= 1 and <= 64 } && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
}
