using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace AgentCore.LiteLlm.Schemas;

/// <summary>What came of reading a schema: the schema, or every mistake in it.</summary>
/// <param name="Schema">The schema; null when there are problems.</param>
/// <param name="Problems">The author's mistakes, in the order of the text; empty when the schema is sound.</param>
public sealed record SchemaReading(JsonSchema? Schema, ImmutableArray<SchemaProblem> Problems)
{
    /// <summary>Gets a value indicating whether the schema can be used.</summary>
    [MemberNotNullWhen(true, nameof(Schema))]
    public bool IsUsable => Schema is not null;
}
