namespace AgentCore.LiteLlm.Yaml;

/// <summary>A place in YAML text.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column in UTF-16 units, from 1.</param>
internal readonly record struct YamlMark(int Line, int Column);
