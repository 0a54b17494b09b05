namespace AgentCore.LiteLlm.TestEndpoints;

/// <summary>A call of a tool that a scripted reply asks the client to make.</summary>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">The arguments, as the JSON text that goes on the wire; it need not be valid.</param>
public sealed record TestToolCall(string Name, string Arguments)
{
    /// <summary>Gets what the tool's result must name; null for an id made from the request.</summary>
    public string? Id { get; init; }
}
