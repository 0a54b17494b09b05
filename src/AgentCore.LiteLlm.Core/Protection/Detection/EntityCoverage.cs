namespace AgentCore.LiteLlm.Protection.Detection;

/// <summary>What can find a kind of personal data.</summary>
public enum EntityCoverage
{
    /// <summary>Nothing: Presidio does not know the name.</summary>
    Unknown,

    /// <summary>The patterns and check digits of this module, in process.</summary>
    Patterns,

    /// <summary>Only a language model, which a Presidio analyzer service runs.</summary>
    Model,

    /// <summary>Patterns for the written forms, a language model for the rest: dates in figures are found in process, <c>next Tuesday</c> is not.</summary>
    PatternsAndModel,
}
