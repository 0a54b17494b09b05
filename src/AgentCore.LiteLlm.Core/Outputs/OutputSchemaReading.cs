using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using AgentCore.LiteLlm.Schemas;

namespace AgentCore.LiteLlm.Outputs;

/// <summary>What came of reading an output schema: the schema, or every mistake in it.</summary>
/// <param name="Schema">The schema; null when there are problems.</param>
/// <param name="Problems">The author's mistakes; empty when the schema is sound.</param>
public sealed record OutputSchemaReading(OutputSchema? Schema, ImmutableArray<SchemaProblem> Problems)
{
    /// <summary>Gets a value indicating whether the schema can be used.</summary>
    [MemberNotNullWhen(true, nameof(Schema))]
    public bool IsUsable => Schema is not null;
}
