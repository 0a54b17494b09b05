namespace AgentCore.LiteLlm.Yaml;

/// <summary>A comment of a YAML text.</summary>
/// <param name="Mark">The place of its <c>#</c>.</param>
/// <param name="IsAlone">Whether nothing else stands on its line.</param>
internal readonly record struct YamlComment(YamlMark Mark, bool IsAlone);
