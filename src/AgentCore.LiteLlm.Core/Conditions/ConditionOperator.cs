namespace AgentCore.LiteLlm.Conditions;

/// <summary>How a condition compares.</summary>
internal enum ConditionOperator
{
    /// <summary>Both are the same.</summary>
    Equal,

    /// <summary>They are not the same, and of one kind.</summary>
    NotEqual,

    /// <summary>What is found is greater.</summary>
    Greater,

    /// <summary>What is found is greater, or the same.</summary>
    GreaterOrEqual,

    /// <summary>What is found is less.</summary>
    Less,

    /// <summary>What is found is less, or the same.</summary>
    LessOrEqual,
}
