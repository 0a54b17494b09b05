namespace AgentCore.LiteLlm.Chat;

/// <summary>What a piece of an answer belongs to.</summary>
public enum ChunkKind
{
    /// <summary>The answer's text.</summary>
    Text,

    /// <summary>The model's reasoning, which is no part of the answer's text.</summary>
    Reasoning,

    /// <summary>The arguments of a tool call, as far as they have arrived.</summary>
    ToolCall,

    /// <summary>Something that happened to the call, such as a retry.</summary>
    Notice,

    /// <summary>A step of a run that is done: a turn of the model, or a call of a tool.</summary>
    Step,
}
