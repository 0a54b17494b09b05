namespace AgentCore.LiteLlm.Protection;

/// <summary>What is done with each text of a request.</summary>
/// <param name="text">The text.</param>
/// <returns>What stands in its place.</returns>
internal delegate string TextMap(LabelledText text);
