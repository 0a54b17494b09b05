using System.Collections.Immutable;
using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using AgentCore.LiteLlm.Schemas;

namespace AgentCore.LiteLlm.Outputs;

/// <summary>Makes the schema of a .NET type, a PowerShell class among them: every public property is required, and no other is allowed.</summary>
internal static class TypeSchema
{
    /// <summary>Makes the schema.</summary>
    /// <param name="type">The type. Enums are their names; a <c>Description</c> attribute describes what it stands on.</param>
    /// <param name="problems">Why the type has none; empty when it has.</param>
    /// <returns>The schema, or null with <paramref name="problems"/>.</returns>
    public static OutputSchema? Read(Type type, out ImmutableArray<SchemaProblem> problems)
    {
        JsonSerializerOptions options = new(JsonSerializerOptions.Default)
        {
            Converters = { new JsonStringEnumConverter() },
            NumberHandling = JsonNumberHandling.Strict,
        };
        try
        {
            JsonNode schema = options.GetJsonSchemaAsNode(
                type, new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Complete });
            if (schema is JsonObject root)
            {
                root.Insert(0, "title", type.Name);
            }

            return OutputSchema.Read(schema.ToJsonString(), out problems);
        }
        catch (Exception e) when (e is NotSupportedException or InvalidOperationException)
        {
            problems = [new SchemaProblem("", $"The type {type.Name} has no schema: {e.Message}")];
            return null;
        }
    }

    private static JsonNode Complete(JsonSchemaExporterContext context, JsonNode schema)
    {
        if (schema is not JsonObject node)
        {
            return schema;
        }

        ICustomAttributeProvider source = context.PropertyInfo?.AttributeProvider ?? context.TypeInfo.Type;
        if (source.GetCustomAttributes(typeof(DescriptionAttribute), inherit: true) is [DescriptionAttribute description, ..])
        {
            node.Insert(0, "description", description.Description);
        }

        if (node["properties"] is JsonObject properties)
        {
            node["required"] = new JsonArray([.. properties.Select(p => (JsonNode)p.Key)]);
            node["additionalProperties"] = false;
        }

        return schema;
    }
}
