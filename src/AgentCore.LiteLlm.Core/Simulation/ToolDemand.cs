using System.Text.Json;

namespace AgentCore.LiteLlm.Simulation;

/// <summary>Reads which tool, if any, a request forces the answer to call.</summary>
internal static class ToolDemand
{
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

    /// <summary>The tool that must be called; null where text will do.</summary>
    public static ChatDemand? Read(JsonElement root)
    {
        string? name = ForcedName(root);
        if (name is null && ProtocolShape.Text(root, "tool_choice") != "required")
        {
            return null;
        }

        JsonElement tool = ProtocolShape.Items(root, "tools").First(t => name is null || NameOf(t) == name);
        JsonElement? function = ProtocolShape.Object(tool, "function");
        return new ChatDemand.ToolCall(
            NameOf(tool)!,
            function is { } declared && ProtocolShape.Object(declared, "parameters") is { } schema ? schema.Clone() : null);
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
