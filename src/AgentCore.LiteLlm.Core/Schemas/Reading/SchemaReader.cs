using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Schemas.Evaluation;
using AgentCore.LiteLlm.Schemas.Keywords;

namespace AgentCore.LiteLlm.Schemas.Reading;

/// <summary>Turns a document into schemas that can be held against values: first every place, then every keyword, then the circles.</summary>
internal sealed class SchemaReader
{
    /// <summary>How deep a schema may be nested, so that no text can make reading it expensive.</summary>
    public const int MaxDepth = 256;

    private readonly SchemaDocument _document;
    private readonly List<SchemaProblem> _problems = [];

    private SchemaReader(JsonElement root) => _document = new SchemaDocument(root, _problems);

    public static JsonSchema? Read(JsonElement json, out ImmutableArray<SchemaProblem> problems)
    {
        try
        {
            return new SchemaReader(json).Read(out problems);
        }
        catch (SchemaRunStoppedException e)
        {
            problems = [new SchemaProblem("", $"The schema {e.Message}.")];
            return null;
        }
    }

    private JsonSchema? Read(out ImmutableArray<SchemaProblem> problems)
    {
        SchemaNode? root = _document.ScanAll();

        // A reference may lead to a place where nobody expected a schema, so there can be more to read after each.
        while (_document.FindUnread() is { } node)
        {
            node.Complete(node.IsNever ? [new FalseSchema(node.Pointer)] : Read(node));
        }

        if (_problems.Count == 0)
        {
            CircleSearch.Report(_document.Nodes, _problems);
        }

        problems = [.. _problems.Distinct()];
        return root is null || !problems.IsEmpty ? null : new JsonSchema(root.Json, root);
    }

    private ImmutableArray<Keyword> Read(SchemaNode node)
    {
        if (node.Json.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        SchemaObject schema = new(node, _document, _problems);
        ImmutableArray<Keyword>.Builder keywords = ImmutableArray.CreateBuilder<Keyword>();
        keywords.AddRange(ValueKeywords.Read(schema));
        keywords.AddRange(CoreKeywords.Read(schema));
        keywords.AddRange(ArrayKeywords.Read(schema));
        keywords.AddRange(ObjectKeywords.Read(schema));
        keywords.AddRange(LogicKeywords.Read(schema));
        Annotations.Check(schema);
        return keywords.ToImmutable();
    }
}
