using AgentCore.LiteLlm.Endpoints;
using AgentCore.LiteLlm.Routing;

namespace AgentCore.LiteLlm.Pipeline;

/// <summary>An endpoint that may be asked about itself.</summary>
/// <param name="Client">What asks.</param>
/// <param name="Query">The endpoint.</param>
/// <param name="Model">The model that leads to it.</param>
internal sealed record AskedEndpoint(EndpointClient Client, EndpointQuery Query, ResolvedModel Model);
