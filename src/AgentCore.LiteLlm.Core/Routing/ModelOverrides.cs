using System.Collections.Immutable;
using AgentCore.LiteLlm.Chat;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Routing;

/// <summary>What a caller sets in place of the blueprint's own settings; null leaves the blueprint's.</summary>
public sealed record ModelOverrides
{
    /// <summary>What is told of a value as its origin that the caller set.</summary>
    internal const string Origin = "the caller";

    /// <summary>Gets the model's name; <c>${...}</c> in it is not expanded.</summary>
    public string? ModelId { get; init; }

    /// <summary>Gets the base URL; <c>${...}</c> in it is not expanded.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>Gets the models to ask, in order, where the model does not answer; empty leaves the blueprint's.</summary>
    public ImmutableArray<string> Fallbacks { get; init; } = [];

    /// <summary>Gets the sampling temperature.</summary>
    public double? Temperature { get; init; }

    /// <summary>Gets how the model is asked to answer besides; each that is not set is the blueprint's.</summary>
    public ModelControls Controls { get; init; } = new();

    /// <summary>Gets the key.</summary>
    public Secret? ApiKey { get; init; }

    /// <summary>Gets headers to add; one that the blueprint also names replaces the blueprint's.</summary>
    public ImmutableArray<SecretHeader> Headers { get; init; } = [];
}
