using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using AgentCore.LiteLlm.Json;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Schemas;

namespace AgentCore.LiteLlm.Agents;

/// <summary>The tools of a run, and what a call of one must keep to before anybody is asked to make it.</summary>
internal sealed class ToolBox
{
    // More would not help the model to mend its call.
    private const int MostViolations = 10;

    private readonly ImmutableArray<ToolDefinition> _tools;
    private readonly Dictionary<string, JsonSchema?> _schemas = new(StringComparer.Ordinal);

    public ToolBox(ImmutableArray<ToolDefinition> tools)
    {
        _tools = tools;
        foreach (ToolDefinition tool in tools)
        {
            _schemas[tool.Name] = JsonSchema.Read(tool.Parameters, out _);
        }
    }

    /// <summary>Judges a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="arguments">The arguments, where the call may be made.</param>
    /// <returns>What the model is told in place of a result; null when the call may be made.</returns>
    public ToolResult? Refuse(ToolCall call, out JsonElement arguments)
    {
        arguments = default;
        if (!_schemas.TryGetValue(call.Name, out JsonSchema? schema))
        {
            return ToolResult.Error(ToolOutcome.UnknownTool, $"there is no tool of that name. The tools are: {string.Join(", ", _tools.Select(t => t.Name))}.");
        }

        if (FindObject(call.Arguments) is not { } found)
        {
            return ToolResult.Error(ToolOutcome.InvalidArguments, "the arguments are no JSON object. Call the tool again with one.");
        }

        arguments = found;
        ImmutableArray<SchemaViolation> violations = Check(schema, found);
        if (violations.IsEmpty)
        {
            return null;
        }

        arguments = LooseArguments.Fit(_tools.First(t => t.Name == call.Name).Parameters, found);
        violations = Check(schema, arguments);
        return violations.IsEmpty
            ? null
            : ToolResult.Error(
                ToolOutcome.InvalidArguments,
                $"the arguments do not fit the tool's parameters:\n{string.Join('\n', violations.Take(MostViolations).Select(v => $"- {v.Message}"))}\n"
                    + "Call the tool again with everything mended.");
    }

    // Formats are a hint to the model: what a date may look like is for the tool to say.
    private static ImmutableArray<SchemaViolation> Check(JsonSchema? schema, JsonElement arguments) =>
        schema is null ? [] : [.. schema.Validate(arguments).Where(v => v.Keyword != "format")];

    private static JsonElement? FindObject(string text)
    {
        // Some servers send nothing for a call without arguments, and some JSON text within JSON text.
        JsonElement? found = Parse(string.IsNullOrWhiteSpace(text) ? "{}" : text);
        if (found is { ValueKind: JsonValueKind.String } inner)
        {
            found = Parse(ReceivedJson.TextOf(inner));
        }

        return found is { ValueKind: JsonValueKind.Object } ? found : null;
    }

    private static JsonElement? Parse(string text)
    {
        using JsonDocument? json = ReceivedJson.Find(Encoding.UTF8.GetBytes(text));
        return json?.RootElement.Clone();
    }
}
