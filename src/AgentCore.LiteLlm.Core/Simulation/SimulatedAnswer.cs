namespace AgentCore.LiteLlm.Simulation;

/// <summary>An answer that is made up.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="MediaType">What the body is.</param>
/// <param name="Body">The body.</param>
internal sealed record SimulatedAnswer(int Status, string MediaType, ReadOnlyMemory<byte> Body);
