using System.Text.Json;

namespace AgentCore.LiteLlm.Simulation;

/// <summary>A tool that an answer must call.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">The schema of its arguments; null where it has none.</param>
internal sealed record DemandedTool(string Name, JsonElement? Parameters);
