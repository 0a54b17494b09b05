namespace AgentCore.LiteLlm.Requirements;

/// <summary>What is wrong with the versions an advisory is about.</summary>
internal enum AdvisoryKind
{
    /// <summary>They do harm on purpose.</summary>
    Malicious,

    /// <summary>They let others do harm.</summary>
    Vulnerable,
}
