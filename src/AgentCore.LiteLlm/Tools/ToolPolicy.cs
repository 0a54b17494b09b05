namespace AgentCore.LiteLlm.Tools;

/// <summary>Which calls of tools are made without asking.</summary>
internal enum ToolPolicy
{
    /// <summary>All but those of commands that support ShouldProcess, which are asked for.</summary>
    AskForChanges,

    /// <summary>All but those of commands that support ShouldProcess, which wait for a decision that comes later.</summary>
    Defer,

    /// <summary>None: each is asked for.</summary>
    Ask,

    /// <summary>Those of tools that only read; the others are not made.</summary>
    ReadOnly,

    /// <summary>All.</summary>
    All,
}
