namespace AgentCore.LiteLlm.Messages;

/// <summary>Who decided whether a call of a tool is made.</summary>
public enum ApprovalSource
{
    /// <summary>Nobody had to.</summary>
    Unasked,

    /// <summary>A word or a table of the user's.</summary>
    Rule,

    /// <summary>A scriptblock of the user's.</summary>
    Script,

    /// <summary>The user, who was asked.</summary>
    User,

    /// <summary>Nobody could be asked, so the call was not made.</summary>
    NobodyToAsk,
}
