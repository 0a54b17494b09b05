using AgentCore.LiteLlm.Schemas.Evaluation;

namespace AgentCore.LiteLlm.Schemas.Keywords;

/// <summary>A schema under the name of a property, or under a pattern for such names.</summary>
/// <param name="Name">The name or pattern.</param>
/// <param name="Schema">The schema.</param>
internal sealed record NamedSchema(string Name, SchemaNode Schema);
