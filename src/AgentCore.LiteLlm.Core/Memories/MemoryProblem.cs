namespace AgentCore.LiteLlm.Memories;

/// <summary>Why kept memories cannot be used. The set is closed.</summary>
public enum MemoryProblem
{
    /// <summary>A file is none of a memory, is damaged, or is of a later version.</summary>
    Invalid,

    /// <summary>Other processes write all the time.</summary>
    InUse,

    /// <summary>They are encrypted, or have to be, and there is no key.</summary>
    KeyRequired,

    /// <summary>The key is not their key, or a file was changed.</summary>
    KeyWrong,

    /// <summary>There is a key, and they are in clear.</summary>
    NotEncrypted,
}
