namespace AgentCore.LiteLlm.Tools;

/// <summary>A parameter that the model may use.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What its command takes.</param>
internal sealed record ToolParameter(string Name, Type Type);
