namespace AgentCore.LiteLlm.Terminal;

/// <summary>What a key came to.</summary>
internal enum EditOutcome
{
    /// <summary>More is to be typed.</summary>
    Typing,

    /// <summary>What was typed is said.</summary>
    Said,

    /// <summary>Somebody wants to leave, and may be asked.</summary>
    Interrupted,

    /// <summary>Somebody leaves.</summary>
    Left,

    /// <summary>The screen is to be cleared.</summary>
    ClearScreen,
}
