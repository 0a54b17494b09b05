namespace AgentCore.LiteLlm.Requirements;

/// <summary>What is wrong with a requirement of LiteLLM.</summary>
public enum RequirementFindingKind
{
    /// <summary>It names a version that does harm on purpose.</summary>
    Malicious,

    /// <summary>It leaves the choice open, and a version that does harm on purpose could be chosen.</summary>
    MaliciousAllowed,

    /// <summary>It names a version with a known hole.</summary>
    Vulnerable,

    /// <summary>It leaves the choice open, and a version with a known hole could be chosen.</summary>
    VulnerableAllowed,

    /// <summary>What it stands for cannot be told from the file.</summary>
    VersionUnknown,

    /// <summary>The file, or a part of it, cannot be read, so nothing is known about that.</summary>
    Unreadable,
}
