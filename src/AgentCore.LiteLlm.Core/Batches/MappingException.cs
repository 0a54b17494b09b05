namespace AgentCore.LiteLlm.Batches;

/// <summary>A file is no mapping of a batch that could be used.</summary>
/// <param name="message">Why, without anything of its content.</param>
public sealed class MappingException(string message) : Exception(message);
