using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Schemas;

namespace AgentCore.LiteLlm.Outputs;

/// <summary>A JSON value found in an answer, held against the schema.</summary>
/// <param name="Value">The value.</param>
/// <param name="Violations">Every way in which it departs from the schema.</param>
internal sealed record OutputCandidate(JsonElement Value, ImmutableArray<SchemaViolation> Violations)
{
    /// <summary>Gets a value indicating whether the value fits the schema.</summary>
    public bool IsFit => Violations.IsEmpty;
}
