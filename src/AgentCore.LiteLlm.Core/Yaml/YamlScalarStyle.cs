namespace AgentCore.LiteLlm.Yaml;

/// <summary>How a scalar was written.</summary>
internal enum YamlScalarStyle
{
    /// <summary>Without quotes: the only style whose text may mean a number, a boolean or nothing.</summary>
    Plain,

    /// <summary>In single quotes.</summary>
    SingleQuoted,

    /// <summary>In double quotes, where escapes count.</summary>
    DoubleQuoted,

    /// <summary>As a block, after <c>|</c> or <c>></c>.</summary>
    Block,

    /// <summary>Marked as text by a tag.</summary>
    Tagged,

    /// <summary>Not usable, and already reported.</summary>
    Refused,
}
