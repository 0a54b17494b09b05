namespace AgentCore.LiteLlm.Blueprints;

/// <summary>What a memory keeps.</summary>
public enum MemoryStrategyType
{
    /// <summary>What users prefer, <c>USER_PREFERENCE</c>.</summary>
    UserPreference,

    /// <summary>Facts, <c>SEMANTIC</c>.</summary>
    Semantic,

    /// <summary>Summaries of sessions, <c>SUMMARY</c>; <c>SUMMARIZATION</c> is the same.</summary>
    Summary,

    /// <summary>Episodes, <c>EPISODIC</c>.</summary>
    Episodic,
}
