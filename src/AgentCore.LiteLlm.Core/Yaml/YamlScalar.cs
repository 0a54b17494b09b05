namespace AgentCore.LiteLlm.Yaml;

/// <summary>A single value; what it means beyond its text is decided by <see cref="YamlScalarKinds"/>.</summary>
internal sealed class YamlScalar : YamlNode
{
    public YamlScalar(string value, YamlScalarStyle style, YamlMark mark)
        : base(mark)
    {
        Value = value;
        Style = style;
    }

    /// <summary>Gets the text, without quotes and with escapes resolved.</summary>
    public string Value { get; }

    /// <summary>Gets how it was written.</summary>
    public YamlScalarStyle Style { get; }

    /// <summary>Gets a value indicating whether an alias stands in its place: its text is that of another value, the same object.</summary>
    public bool IsAlias { get; init; }

    /// <summary>Stands where a value was refused, so that the reader goes on without complaining twice.</summary>
    /// <param name="mark">Where the refused value begins.</param>
    /// <param name="written">What stands there, where a credential may hide in it; read as a value by nobody.</param>
    /// <returns>The stand-in.</returns>
    public static YamlScalar Refused(YamlMark mark, string written = "") => new(written, YamlScalarStyle.Refused, mark);
}
