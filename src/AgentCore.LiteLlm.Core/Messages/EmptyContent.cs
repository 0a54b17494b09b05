namespace AgentCore.LiteLlm.Messages;

/// <summary>How the content of a message is written that only calls tools. The set is closed; each server refuses one of the ways or another.</summary>
internal enum EmptyContent
{
    /// <summary>Left out, as the schema allows.</summary>
    Omitted,

    /// <summary>As null.</summary>
    Null,

    /// <summary>As empty text.</summary>
    Text,
}
