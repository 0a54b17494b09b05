namespace AgentCore.LiteLlm.Evaluations;

/// <summary>What a comparison with an earlier report comes to.</summary>
public enum BaselineVerdict
{
    /// <summary>The earlier report does not know the case, or came to no judgement of it.</summary>
    New,

    /// <summary>It is no worse than before, as far as can be told from noise.</summary>
    NoChange,

    /// <summary>It is worse than before, beyond noise.</summary>
    Worse,
}
