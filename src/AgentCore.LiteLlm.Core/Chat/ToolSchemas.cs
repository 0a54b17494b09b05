using System.Runtime.CompilerServices;
using AgentCore.LiteLlm.Messages;
using AgentCore.LiteLlm.Schemas;

namespace AgentCore.LiteLlm.Chat;

/// <summary>The schemas of the tools of a plan, each read when its tool is first called, for all runs of the plan. Any thread may ask.</summary>
internal sealed class ToolSchemas
{
    // By the object: a name may stand for another tool in each run, and what is made for one run goes with it.
    private ConditionalWeakTable<ToolDefinition, Entry>? _read;

    /// <summary>Finds the schema of a tool's arguments.</summary>
    /// <param name="tool">The tool.</param>
    /// <returns>The schema; null where it cannot be read, so that nothing is held against it.</returns>
    public JsonSchema? Find(ToolDefinition tool) =>
        LazyInitializer.EnsureInitialized(ref _read, () => []).GetValue(tool, t => new Entry(JsonSchema.Read(t.Parameters, out _))).Schema;

    private sealed record Entry(JsonSchema? Schema);
}
