namespace AgentCore.LiteLlm.Wire.Responses;

/// <summary>What of an item comes in pieces of text. The set is closed.</summary>
internal enum ResponsePart
{
    /// <summary>What the model says.</summary>
    Text,

    /// <summary>The words with which it refuses.</summary>
    Refusal,

    /// <summary>A summary of what it thought.</summary>
    Summary,

    /// <summary>What it thought, as open models show it.</summary>
    Thought,
}
