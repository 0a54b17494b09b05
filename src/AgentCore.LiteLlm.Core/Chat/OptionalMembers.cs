namespace AgentCore.LiteLlm.Chat;

/// <summary>
/// The members of a request without which it still means the same, or nearly: an endpoint that refuses one gets the request without it. The set
/// is closed; what carries meaning is not among them, and neither is what an author wrote into <c>extra_body</c>, which may forbid something.
/// </summary>
[Flags]
internal enum OptionalMembers
{
    /// <summary>No member.</summary>
    None = 0,

    /// <summary>The sampling temperature.</summary>
    Temperature = 1 << 0,

    /// <summary>The share of probability to sample from.</summary>
    TopP = 1 << 1,

    /// <summary>The seed.</summary>
    Seed = 1 << 2,

    /// <summary>The texts that end an answer.</summary>
    Stop = 1 << 3,

    /// <summary>The penalty for frequent words.</summary>
    FrequencyPenalty = 1 << 4,

    /// <summary>The penalty for words that occurred.</summary>
    PresencePenalty = 1 << 5,

    /// <summary>The class of service.</summary>
    ServiceTier = 1 << 6,

    /// <summary>Whether several tools may be called in one turn.</summary>
    ParallelToolCalls = 1 << 7,

    /// <summary>How long answers are meant to be.</summary>
    Verbosity = 1 << 8,

    /// <summary>The key of the prompt cache.</summary>
    PromptCacheKey = 1 << 9,

    /// <summary>The id of the end user against misuse.</summary>
    SafetyIdentifier = 1 << 10,

    /// <summary>The end user.</summary>
    User = 1 << 11,

    /// <summary>What a stream brings beside its pieces.</summary>
    StreamOptions = 1 << 12,

    /// <summary>How much the model is to reason, in whichever form.</summary>
    Reasoning = 1 << 13,

    /// <summary>The marks for the endpoint's cache.</summary>
    CacheControl = 1 << 14,
}
