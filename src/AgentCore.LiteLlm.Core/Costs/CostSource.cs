namespace AgentCore.LiteLlm.Costs;

/// <summary>Where a cost comes from.</summary>
public enum CostSource
{
    /// <summary>LiteLLM's header <c>x-litellm-response-cost</c>.</summary>
    Header,

    /// <summary>The member <c>usage.cost</c> of the answer.</summary>
    Usage,

    /// <summary>The prices in <c>MODEL_PRICING</c> or <c>MODEL_DEFAULT_PRICING</c>, and the tokens that the endpoint counted.</summary>
    PriceList,

    /// <summary>Several of these: the iterations of one answer said it in different ways.</summary>
    Mixed,
}
