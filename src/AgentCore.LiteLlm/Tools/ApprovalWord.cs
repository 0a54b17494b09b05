namespace AgentCore.LiteLlm.Tools;

/// <summary>What a user says of the calls of some tools. A stricter word is a greater one.</summary>
internal enum ApprovalWord
{
    /// <summary>They are made.</summary>
    Always,

    /// <summary>Each is asked for.</summary>
    Ask,

    /// <summary>Each waits for a decision that comes later.</summary>
    Defer,

    /// <summary>None is made.</summary>
    Never,
}
