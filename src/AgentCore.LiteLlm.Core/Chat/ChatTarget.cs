using System.Collections.Immutable;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Chat;

/// <summary>Whom a call asks: all of a request that is another where another model is asked.</summary>
internal sealed record ChatTarget
{
    /// <summary>Gets the base URL.</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>Gets the provider behind it, as far as it is known.</summary>
    public required string Provider { get; init; }

    /// <summary>Gets the model as it goes on the wire.</summary>
    public required string Model { get; init; }

    /// <summary>Gets how much the model is asked to reason.</summary>
    public ModelReasoning? Reasoning { get; init; }

    /// <summary>Gets what the endpoint is asked to keep in its cache.</summary>
    public PromptCaching? Caching { get; init; }

    /// <summary>Gets the headers that authenticate the call.</summary>
    public ImmutableArray<SecretHeader> Headers { get; init; } = [];

    /// <summary>Gets how the endpoint wants requests written, as far as it is known before any call.</summary>
    public Dialect Dialect { get; init; } = Dialect.Usual;
}
