namespace AgentCore.LiteLlm.Endpoints;

/// <summary>A model that an endpoint offers, with what the endpoint says of it; what it does not say is null.</summary>
public sealed record AgentModelInfo
{
    /// <summary>Gets the name by which the model is asked for: what <c>model_id</c> takes.</summary>
    public required string Id { get; init; }

    /// <summary>Gets who the endpoint says owns it; LiteLLM's proxy says <c>openai</c> of every model.</summary>
    public string? OwnedBy { get; init; }

    /// <summary>Gets when it was made; null where the endpoint gives no date, or one that stands for none.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>Gets who serves it behind a LiteLLM proxy, such as <c>anthropic</c>.</summary>
    public string? Provider { get; init; }

    /// <summary>Gets what it is for, such as <c>chat</c>, <c>embedding</c> or <c>image_generation</c>.</summary>
    public string? Mode { get; init; }

    /// <summary>Gets the most tokens a prompt may have; the smallest limit of its deployments.</summary>
    public long? MaxInputTokens { get; init; }

    /// <summary>Gets the most tokens an answer may have; the smallest limit of its deployments.</summary>
    public long? MaxOutputTokens { get; init; }

    /// <summary>Gets what a token of the prompt costs, in US dollars; the highest price of its deployments.</summary>
    public decimal? InputCostPerToken { get; init; }

    /// <summary>Gets what a token of the answer costs, in US dollars; the highest price of its deployments.</summary>
    public decimal? OutputCostPerToken { get; init; }

    /// <summary>Gets a value indicating whether it can call tools.</summary>
    public bool? SupportsTools { get; init; }

    /// <summary>Gets a value indicating whether it sees images.</summary>
    public bool? SupportsVision { get; init; }

    /// <summary>Gets a value indicating whether it reasons before it answers.</summary>
    public bool? SupportsReasoning { get; init; }

    /// <summary>Gets a value indicating whether it can be held to a JSON Schema.</summary>
    public bool? SupportsResponseSchema { get; init; }

    /// <summary>Gets how many deployments a LiteLLM proxy has for it.</summary>
    public int? Deployments { get; init; }

    /// <summary>Gets the base URL of the endpoint.</summary>
    public required string BaseUrl { get; init; }

    /// <summary>Gets a value indicating whether the answer was made up in this process.</summary>
    public bool Simulated { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Id;
}
