using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Outputs;

namespace AgentCore.LiteLlm.Wire;

/// <summary>The tool by whose call structured output is given, where it is asked for so.</summary>
internal static class OutputTool
{
    private const string Purpose = "Gives the final answer. Call it once, with everything the answer needs.";

    /// <summary>Finds it.</summary>
    /// <param name="request">The request.</param>
    /// <returns>The tool; null where no output is asked for, or in another form.</returns>
    public static ToolDefinition? Find(ChatRequest request) =>
        request is { OutputForm: OutputForm.ForcedTool or OutputForm.RequiredTool, Output: { } schema }
            ? new ToolDefinition(schema.Name, Purpose, schema.WireSchema)
            : null;
}
