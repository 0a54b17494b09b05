namespace AgentCore.LiteLlm.Protection.Detection;

/// <summary>What speaks for a candidate, from weak to strong.</summary>
internal enum Proof
{
    /// <summary>A model's guess.</summary>
    Guess,

    /// <summary>Its shape.</summary>
    Shape,

    /// <summary>Its check digits, or a list that it stands in.</summary>
    Check,
}
