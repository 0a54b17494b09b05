using System.Text.Json;
using AgentCore.LiteLlm.Schemas.Values;

namespace AgentCore.LiteLlm.Schemas.Reading;

/// <summary>Checks the form of the keywords that assert nothing, and refuses those of older drafts whose meaning would be lost.</summary>
internal static class Annotations
{
    private static readonly string[] Texts =
        ["$schema", "$comment", "title", "description", "contentEncoding", "contentMediaType"];

    public static void Check(SchemaObject schema)
    {
        foreach (string name in Texts)
        {
            schema.FindText(name);
        }

        foreach (string name in new[] { "deprecated", "readOnly", "writeOnly" })
        {
            schema.FindFlag(name);
        }

        schema.FindSchemaMap("$defs");
        schema.FindSchemaMap("definitions");
        schema.Find("examples", "an array", value => value.ValueKind == JsonValueKind.Array);
        schema.Find("$vocabulary", "an object", value => value.ValueKind == JsonValueKind.Object);
        if (IsOfOlderDraft(schema.Node.Resource.Root))
        {
            RefuseOldKeywords(schema);
        }
    }

    private static bool IsOfOlderDraft(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object
        && root.TryGetProperty("$schema", out JsonElement dialect)
        && dialect.ValueKind == JsonValueKind.String
        && JsonText.Of(dialect) is { } uri
        && (uri.Contains("json-schema.org/draft-0", StringComparison.Ordinal) || uri.Contains("json-schema.org/draft/2019-09", StringComparison.Ordinal));

    private static void RefuseOldKeywords(SchemaObject schema)
    {
        foreach ((string old, string today) in new[]
        {
            ("dependencies", "'dependentRequired' or 'dependentSchemas'"),
            ("additionalItems", "'prefixItems' with 'items'"),
            ("$recursiveRef", "'$dynamicRef'"),
        })
        {
            if (schema.Find(old) is not null)
            {
                schema.Report(old, $"'{old}' belongs to an older draft; in 2020-12 it is {today}.");
            }
        }
    }
}
