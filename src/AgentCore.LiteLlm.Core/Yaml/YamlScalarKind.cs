namespace AgentCore.LiteLlm.Yaml;

/// <summary>What a scalar is, by the core schema of YAML 1.2.</summary>
internal enum YamlScalarKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>Nothing: empty, <c>~</c> or <c>null</c>.</summary>
    Null,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number with a fraction or an exponent, infinity, or not a number.</summary>
    Number,
}
