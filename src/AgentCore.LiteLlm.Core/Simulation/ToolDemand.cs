using System.Text.Json;

namespace AgentCore.LiteLlm.Simulation;

/// <summary>Reads which tool, if any, a request forces the answer to call.</summary>
internal static class ToolDemand
{
    // As many as models call at once at most.
    private const int MostCalls = 16;

    public static EndpointError? Check(JsonElement root)
    {
        int index = 0;
        foreach (JsonElement tool in ProtocolShape.Items(root, "tools"))
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

    /// <summary>The tools that must be called; null where text will do. Tools that may be called are called once, all of them, before the prompt is answered.</summary>
    public static ChatDemand? Read(JsonElement root)
    {
        string? name = ForcedName(root);
        string? choice = ProtocolShape.Text(root, "tool_choice");
        IEnumerable<JsonElement> tools = ProtocolShape.Items(root, "tools");
        JsonElement[] demanded = (name, choice) switch
        {
            (not null, _) => [tools.First(t => NameOf(t) == name)],
            (_, "required") => [tools.First()],
            (_, "none") => [],
            _ => HasResults(root) ? [] : [.. tools.Take(MostCalls)],
        };
        return demanded.Length == 0 ? null : new ChatDemand.ToolCalls([.. demanded.Select(ToDemand)]);
    }

    private static bool HasResults(JsonElement root) => ProtocolShape.Items(root, "messages")
        .Select(m => ProtocolShape.Text(m, "role"))
        .LastOrDefault(r => r is "user" or "tool") == "tool";

    private static DemandedTool ToDemand(JsonElement tool)
    {
        JsonElement? function = ProtocolShape.Object(tool, "function");
        return new DemandedTool(NameOf(tool)!, function is { } declared && ProtocolShape.Object(declared, "parameters") is { } schema ? schema.Clone() : null);
    }

    private static EndpointError? CheckChoice(JsonElement root, int tools)
    {
        JsonValueKind kind = ProtocolShape.KindOf(root, "tool_choice");
        if (kind == JsonValueKind.Null)
        {
            return null;
        }

        if (tools == 0)
        {
            return EndpointError.BadRequest("Invalid value for 'tool_choice': it is only allowed when 'tools' are specified.", "tool_choice");
        }

        bool known = kind == JsonValueKind.String
            ? ProtocolShape.Text(root, "tool_choice") is "none" or "auto" or "required"
            : kind == JsonValueKind.Object;
        if (!known)
        {
            return EndpointError.BadRequest("Invalid value for 'tool_choice'.", "tool_choice", "invalid_value");
        }

        return ForcedName(root) is { } name && ProtocolShape.Items(root, "tools").All(t => NameOf(t) != name)
            ? EndpointError.BadRequest($"Tool choice '{name}' not found in 'tools' parameter.", "tool_choice")
            : null;
    }

    private static string? ForcedName(JsonElement root) =>
        ProtocolShape.Object(root, "tool_choice") is { } choice ? NameOf(choice) : null;

    private static string? NameOf(JsonElement tool)
    {
        JsonElement? named = ProtocolShape.Object(tool, "function") ?? ProtocolShape.Object(tool, "custom");
        return named is { } inner ? ProtocolShape.Text(inner, "name") : null;
    }

    private static bool IsName(string? name) =>
        name is { Length: >= 1 and <= 64 } && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
}
