namespace AgentCore.LiteLlm.Yaml;

/// <summary>A list of values.</summary>
internal sealed class YamlSequence : YamlNode
{
    public YamlSequence(YamlNode[] items, YamlMark mark)
        : base(mark) => Items = items;

    /// <summary>Gets the values, in order.</summary>
    public YamlNode[] Items { get; }
}
