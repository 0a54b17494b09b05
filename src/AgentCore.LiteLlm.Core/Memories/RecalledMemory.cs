namespace AgentCore.LiteLlm.Memories;

/// <summary>A memory that fits what is asked.</summary>
/// <param name="Namespace">Where it was looked up, as the blueprint has it: without anybody's name.</param>
/// <param name="Text">The memory.</param>
internal sealed record RecalledMemory(string Namespace, string Text);
