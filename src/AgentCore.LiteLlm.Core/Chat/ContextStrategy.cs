namespace AgentCore.LiteLlm.Chat;

/// <summary>What happens when a conversation is longer than the model's context.</summary>
public enum ContextStrategy
{
    /// <summary>The endpoint's refusal is an error. The default.</summary>
    Error,

    /// <summary>
    /// The oldest turns are left out, with a warning, until the endpoint takes the rest; the system message and the last turn stay, and a
    /// tool's result stays with its call.
    /// </summary>
    SlidingWindow,
}
