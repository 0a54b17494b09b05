using System.Collections.Immutable;
using AgentCore.LiteLlm.Blueprints;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Routing;

/// <summary>Where a call will go, with what, and why. Secrets are not among its properties.</summary>
public sealed record ResolvedModel
{
    /// <summary>Gets the provider: <c>litellm</c> when a base URL is set, else the one that the model's name leads to.</summary>
    public required string Provider { get; init; }

    /// <summary>Gets the model as it goes on the wire.</summary>
    public required string ModelId { get; init; }

    /// <summary>Gets the base URL after expansion, without trailing slash.</summary>
    public required string BaseUrl { get; init; }

    /// <summary>Gets the API that the next call asks.</summary>
    public ModelApi Api { get; init; } = ModelApi.Chat;

    /// <summary>Gets why that API, in one sentence.</summary>
    public string ApiReason { get; init; } = "";

    /// <summary>Gets the full address of the call.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Gets <c>openai</c> when a base URL is set, so that it wins over whatever the model's name looks like; null otherwise.</summary>
    public string? CustomLlmProvider { get; init; }

    /// <summary>Gets the sampling temperature that is sent.</summary>
    public double? Temperature { get; init; }

    /// <summary>Gets the most tokens an answer may have.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Gets how the model is asked to answer besides.</summary>
    public ModelControls Controls { get; init; } = new();

    /// <summary>Gets how much the model is asked to reason, and in which form; null leaves it to the endpoint.</summary>
    public ModelReasoning? Reasoning { get; init; }

    /// <summary>Gets what the endpoint is asked to keep in its cache; null for nothing.</summary>
    public PromptCaching? Caching { get; init; }

    /// <summary>Gets the models that are asked, in order, where this one does not answer, each with where its calls go.</summary>
    public ImmutableArray<ResolvedModel> Fallbacks { get; init; } = [];

    /// <summary>Gets the name of the variable the key comes from; null when none is named or <c>-ApiKey</c> gives the key.</summary>
    public string? ApiKeyVariable { get; init; }

    /// <summary>Gets a value indicating whether a key will be sent.</summary>
    public bool HasApiKey { get; init; }

    /// <summary>Gets the names of the extra headers that will be sent.</summary>
    public ImmutableArray<string> HeaderNames { get; init; } = [];

    /// <summary>Gets the names of the headers left out because their variable is absent or empty.</summary>
    public ImmutableArray<string> OmittedHeaders { get; init; } = [];

    /// <summary>Gets which rule chose the endpoint, in one sentence.</summary>
    public required string Route { get; init; }

    /// <summary>Gets where each value came from: a place in the blueprint, a variable's name, the caller, or the provider table.</summary>
    public required IReadOnlyDictionary<string, string> Origins { get; init; }

    /// <summary>Gets what the user should know before calling.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    // Only the resolver makes these, and it always sets the three below: 'required' cannot be less visible than its type.

    /// <summary>Gets the base URL as an address.</summary>
    internal Uri Address { get; init; } = null!;

    /// <summary>Gets the blueprint it was resolved from.</summary>
    internal AgentBlueprint Blueprint { get; init; } = null!;

    /// <summary>Gets the headers with their values, the key's <c>Authorization</c> first.</summary>
    internal ImmutableArray<SecretHeader> SecretHeaders { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => $"{ModelId} at {Endpoint}";
}
