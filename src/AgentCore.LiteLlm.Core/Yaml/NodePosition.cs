namespace AgentCore.LiteLlm.Yaml;

/// <summary>Where a value stands, which decides what it may be.</summary>
internal enum NodePosition
{
    /// <summary>Between <c>[]</c> or <c>{}</c>: no block may begin there.</summary>
    Flow,

    /// <summary>After <c>- </c>, or as the root.</summary>
    BlockEntry,

    /// <summary>After a key, or as one: a list may begin there without being indented.</summary>
    BlockValue,
}
