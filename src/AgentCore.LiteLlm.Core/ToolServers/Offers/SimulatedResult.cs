namespace AgentCore.LiteLlm.ToolServers.Offers;

/// <summary>What a simulation answers for a tool server that it does not start.</summary>
/// <param name="Server">The server.</param>
/// <param name="Tool">The tool.</param>
/// <param name="Result">What the result is.</param>
internal sealed record SimulatedResult(string Server, string Tool, string Result = "simulated");
