namespace AgentCore.LiteLlm.Simulation;

/// <summary>One call of a tool that an answer asks for.</summary>
/// <param name="Id">What the tool's result must name.</param>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">The arguments as JSON text.</param>
internal sealed record AnsweredToolCall(string Id, string Name, string Arguments);
