namespace AgentCore.LiteLlm.Terminal;

/// <summary>How text looks in a terminal.</summary>
[Flags]
internal enum TextStyle
{
    /// <summary>As the terminal shows text.</summary>
    None = 0,

    /// <summary>Bold.</summary>
    Bold = 1,

    /// <summary>Less bright than other text.</summary>
    Dim = 2,

    /// <summary>Slanted.</summary>
    Italic = 4,

    /// <summary>Underlined.</summary>
    Underline = 8,

    /// <summary>Struck through.</summary>
    Strike = 16,

    /// <summary>In the colour of headings and of the user's mark.</summary>
    Accent = 32,

    /// <summary>In the colour of code.</summary>
    Code = 64,

    /// <summary>In the colour of what went well.</summary>
    Good = 128,

    /// <summary>In the colour of what failed.</summary>
    Bad = 256,
}
