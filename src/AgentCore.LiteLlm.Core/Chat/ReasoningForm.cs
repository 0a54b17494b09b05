namespace AgentCore.LiteLlm.Chat;

/// <summary>How an endpoint is told how much its model is to reason. The set is closed.</summary>
public enum ReasoningForm
{
    /// <summary>By <c>reasoning_effort</c>, which most endpoints read.</summary>
    Effort,

    /// <summary>By <c>thinking</c> with a number of tokens: Claude up to 4.5.</summary>
    Budget,

    /// <summary>By <c>thinking</c> of type adaptive and <c>output_config.effort</c>: Claude from 4.6 on.</summary>
    Adaptive,

    /// <summary>By <c>thinking</c> that is enabled or disabled, beside <c>reasoning_effort</c>: DeepSeek.</summary>
    Switch,

    /// <summary>By <c>reasoning</c> with a level or a number of tokens: OpenRouter.</summary>
    Router,

    /// <summary>By <c>chat_template_kwargs.enable_thinking</c>, on or off: open models whose chat template has such a switch.</summary>
    Template,

    /// <summary>By <c>extra_body.google.thinking_config.thinking_budget</c>: Gemini 2.5 at Google's own address, for a number of tokens.</summary>
    GoogleBudget,

    /// <summary>By <c>thinking</c> with a number of tokens, of which a gateway such as LiteLLM's makes the budget of Gemini 2.5.</summary>
    GatewayBudget,
}
