using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Policies;
using AgentCore.LiteLlm.Schemas;
using AgentCore.LiteLlm.Schemas.Values;
using AgentCore.LiteLlm.Terminal;

namespace AgentCore.LiteLlm.Agents;

/// <summary>The tools of a run, and what a call of one must keep to before anybody is asked to make it.</summary>
internal sealed class ToolBox
{
    // More would not help the model to mend its call.
    private const int MostViolations = 10;

    // As much of arguments that are no JSON as it takes to know them again.
    private const int LongestShown = 500;

    private readonly ImmutableArray<ToolDefinition> _tools;
    private readonly CallPolicy? _policy;
    private readonly ToolSchemas _schemas;

    public ToolBox(ChatRequest request)
    {
        _tools = request.Tools;
        _policy = request.Policy;
        _schemas = request.ToolSchemas ?? new ToolSchemas();
    }

    /// <summary>Judges a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="isCut">Whether the answer was cut within the call.</param>
    /// <param name="arguments">The arguments, where the call may be made.</param>
    /// <returns>What the model is told in place of a result; null when the call may be made.</returns>
    public ToolResult? Refuse(ToolCall call, bool isCut, out JsonElement arguments)
    {
        arguments = default;
        if (_tools.FirstOrDefault(t => t.Name == call.Name) is not { } tool)
        {
            return ToolResult.Error(ToolOutcome.UnknownTool, $"there is no tool of that name. The tools are: {string.Join(", ", _tools.Select(t => t.Name))}.");
        }

        bool isMissing = isCut && call.Arguments.Length == 0;
        if (isMissing || call.FindArguments() is not { } found)
        {
            return RefuseArguments(call.Arguments, isCut);
        }

        arguments = found;
        JsonSchema? schema = _schemas.Find(tool);
        ImmutableArray<SchemaViolation> violations = Check(schema, found);
        if (violations.IsEmpty)
        {
            return null;
        }

        arguments = LooseArguments.Fit(tool.Parameters, found);
        violations = Check(schema, arguments);
        return violations.IsEmpty
            ? null
            : ToolResult.Error(
                ToolOutcome.InvalidArguments,
                $"the arguments do not fit the tool's parameters:\n{string.Join('\n', violations.Take(MostViolations).Select(v => $"- {v.Message}"))}\n"
                    + "Call the tool again with everything mended.");
    }

    /// <summary>Asks the policy about a call that could be made.</summary>
    /// <param name="call">The call.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>The decision; null where there is no policy, or the gateway judges.</returns>
    public PolicyDecision? Judge(ToolCall call, JsonElement arguments)
    {
        ToolDefinition tool = _tools.First(t => t.Name == call.Name);
        return _policy is null || tool.IsOfRun || (_policy.IsLeftToGateway && tool.IsBehindGateway)
            ? null
            : _policy.Judge(tool.Name, tool.OtherNames, arguments);
    }

    // Formats are a hint to the model: what a date may look like is for the tool to say.
    private static ImmutableArray<SchemaViolation> Check(JsonSchema? schema, JsonElement arguments) =>
        [.. schema is null ? [] : schema.Validate(arguments).Where(v => v.Keyword != "format"), .. HeldNumber.FindViolations(arguments)];

    // What the conversation shows in their place is empty: endpoints refuse a turn that holds arguments which are no JSON.
    private static ToolResult RefuseArguments(string arguments, bool isCut)
    {
        string shown = arguments.Length <= LongestShown ? arguments : $"{WholeCharacters.Cut(arguments, LongestShown)} …";
        string came = arguments.Length == 0 ? "Nothing of them had come." : $"In their place, this conversation shows empty ones; what had come was: {shown}";
        return ToolResult.Error(ToolOutcome.InvalidArguments, isCut
            ? $"your answer reached its limit of tokens within this call, so the arguments are not whole and the tool was not called. {came}\n"
                + "Call it again with shorter arguments, or say less before the call."
            : $"the arguments are no JSON object, so the tool was not called. {came}\nCall the tool again with a JSON object.");
    }
}
