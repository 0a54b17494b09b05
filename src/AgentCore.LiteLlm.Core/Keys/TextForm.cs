namespace AgentCore.LiteLlm.Keys;

/// <summary>What a text must look like.</summary>
internal enum TextForm
{
    /// <summary>Any text.</summary>
    Plain,

    /// <summary>Text with places for variables, as <see cref="Variables.VariableTemplate"/> reads it.</summary>
    Template,

    /// <summary>The name of an environment variable.</summary>
    VariableName,

    /// <summary>A regular expression whose time grows only with the text.</summary>
    Pattern,
}
