namespace AgentCore.LiteLlm.Yaml;

/// <summary>One value of a YAML document with the place where it begins: a scalar, a sequence or a mapping, and nothing else.</summary>
internal abstract class YamlNode
{
    private protected YamlNode(YamlMark mark) => Mark = mark;

    /// <summary>Gets the place of its first character.</summary>
    public YamlMark Mark { get; }
}
