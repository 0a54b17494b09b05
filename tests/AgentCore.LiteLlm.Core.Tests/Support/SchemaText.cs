using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Schemas;
using Xunit;

namespace AgentCore.LiteLlm.Tests.Support;

/// <summary>Schemas and values written as text in a test.</summary>
internal static class SchemaText
{
    public static JsonSchema Read(string schema)
    {
        JsonSchema? read = JsonSchema.Read(schema, out ImmutableArray<SchemaProblem> problems);

        Assert.Empty(problems);
        return read!;
    }

    public static JsonElement Parse(string schema) => Read(schema).Json;

    public static SchemaViolation[] Check(string schema, string instance) => Check(Read(schema), instance);

    public static SchemaViolation[] Check(JsonSchema schema, string instance)
    {
        using JsonDocument document = JsonDocument.Parse(instance, new JsonDocumentOptions { MaxDepth = int.MaxValue });
        return [.. schema.Validate(document.RootElement)];
    }

    public static bool Fits(string schema, string instance) => Check(schema, instance).Length == 0;

    public static string Quoted(string text) => JsonSerializer.Serialize(text);
}
