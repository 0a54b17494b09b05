namespace AgentCore.LiteLlm.Protection.Detection.Recognisers;

/// <summary>What the check of a candidate says.</summary>
internal enum Verdict
{
    /// <summary>It cannot be one.</summary>
    Wrong,

    /// <summary>It can be one; its shape's score stands.</summary>
    Possible,

    /// <summary>Its check digits agree.</summary>
    Proven,
}
