using System.Collections.Immutable;
using AgentCore.LiteLlm.Network;
using AgentCore.LiteLlm.Routing;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Endpoints;

/// <summary>The endpoint that is asked about itself, and how long each answer may take.</summary>
internal sealed record EndpointQuery
{
    /// <summary>Gets the base URL.</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>Gets the headers that authenticate, the key's among them.</summary>
    public ImmutableArray<SecretHeader> Headers { get; init; } = [];

    /// <summary>Gets the longest that one answer may take; 30 s by default.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets the address of the list of models.</summary>
    public Uri Models => EndpointAddress.Append(BaseUrl, "/models");

    /// <summary>Gets the address at which LiteLLM's proxy says more of its models.</summary>
    public Uri ModelInfo => EndpointAddress.Append(BaseUrl, "/model/info");

    /// <summary>
    /// Gets the address at which LiteLLM's proxy says its version to everybody. Its neighbour <c>/health</c> is never asked: it calls every
    /// model, and that costs.
    /// </summary>
    public Uri Readiness => EndpointAddress.Append(EndpointAddress.WithoutVersion(BaseUrl), "/health/readiness");

    /// <summary>Makes the query for a resolved model.</summary>
    public static EndpointQuery For(ResolvedModel model, TimeSpan timeLimit) =>
        new() { BaseUrl = model.Address, Headers = model.SecretHeaders, TimeLimit = timeLimit };
}
