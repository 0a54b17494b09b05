using AgentCore.LiteLlm.Diagnostics;

namespace AgentCore.LiteLlm.Yaml;

/// <summary>A place in YAML text.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column in UTF-16 units, from 1.</param>
internal readonly record struct YamlMark(int Line, int Column)
{
    /// <summary>Says where a finding belongs.</summary>
    /// <param name="path">The path of the value; null when it concerns the whole text.</param>
    /// <returns>The place.</returns>
    public TextPlace At(string? path = null) => new(Line, Column, path);
}
