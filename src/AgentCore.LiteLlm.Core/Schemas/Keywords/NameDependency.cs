using System.Collections.Immutable;

namespace AgentCore.LiteLlm.Schemas.Keywords;

/// <summary>Properties that have to be there when another one is.</summary>
/// <param name="Present">The one that asks for the others.</param>
/// <param name="Needed">The others.</param>
internal sealed record NameDependency(string Present, ImmutableArray<string> Needed);
