using System.Collections.Immutable;
using AgentCore.LiteLlm.Secrets;

namespace AgentCore.LiteLlm.Chat;

/// <summary>Where spans are sent.</summary>
/// <param name="Address">The full address that takes spans by OTLP over HTTP.</param>
/// <param name="Headers">The headers that authenticate whoever sends them.</param>
internal sealed record TraceTarget(Uri Address, ImmutableArray<SecretHeader> Headers);
