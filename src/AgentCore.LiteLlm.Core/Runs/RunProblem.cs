namespace AgentCore.LiteLlm.Runs;

/// <summary>Why a kept run cannot be used as asked. The set is closed.</summary>
public enum RunProblem
{
    /// <summary>Its file is none, is damaged, or is of a later version.</summary>
    Invalid,

    /// <summary>Another process works at it.</summary>
    InUse,

    /// <summary>It is encrypted, or has to be, and there is no key.</summary>
    KeyRequired,

    /// <summary>The key is not its key, or its file was changed.</summary>
    KeyWrong,

    /// <summary>The agent is not the one that it was begun with.</summary>
    Changed,

    /// <summary>Calls of tools were begun, and nobody knows what came of them.</summary>
    Uncertain,

    /// <summary>No such call is open.</summary>
    CallUnknown,

    /// <summary>The call is another one than the one that was shown.</summary>
    CallChanged,

    /// <summary>The call was decided about before.</summary>
    CallDecided,
}
