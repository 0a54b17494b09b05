using AgentCore.LiteLlm.Yaml;

namespace AgentCore.LiteLlm.Keys;

/// <summary>A comment <c># agentcore: ignore CODE reason</c> that says why a finding is meant to be there.</summary>
/// <param name="Mark">The place of the comment.</param>
/// <param name="Line">The line whose findings it is about.</param>
/// <param name="Code">The kind of finding.</param>
/// <param name="Reason">The reason; empty when there is none.</param>
internal sealed record Suppression(YamlMark Mark, int Line, string Code, string Reason);
