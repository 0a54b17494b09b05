using AgentCore.LiteLlm.Schemas.Evaluation;
using AgentCore.LiteLlm.Schemas.Patterns;

namespace AgentCore.LiteLlm.Schemas.Keywords;

/// <summary>A schema for every property whose name matches a pattern.</summary>
/// <param name="Pattern">The pattern.</param>
/// <param name="Schema">The schema.</param>
internal sealed record MatchedSchema(EcmaPattern Pattern, SchemaNode Schema);
