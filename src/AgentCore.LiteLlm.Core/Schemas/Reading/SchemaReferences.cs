using System.Text.Json;
using AgentCore.LiteLlm.Schemas.Evaluation;

namespace AgentCore.LiteLlm.Schemas.Reading;

/// <summary>
/// Where the references of a schema lead, for who takes a schema as it is: a mistake in it is no complaint, only a reference that leads
/// nowhere.
/// </summary>
internal sealed class SchemaReferences
{
    private readonly SchemaDocument _document;
    private readonly SchemaNode? _root;

    /// <summary>Reads a document.</summary>
    /// <param name="root">The schema that is all of it.</param>
    public SchemaReferences(JsonElement root)
    {
        _document = new SchemaDocument(root, []);
        try
        {
            _root = _document.ScanAll();
        }
        catch (SchemaRunStoppedException)
        {
            // Nested too deeply, or no text: no reference in it leads anywhere.
        }
    }

    /// <summary>Follows a reference from the root.</summary>
    /// <param name="reference">The reference.</param>
    /// <returns>The schema that it means; null when it leads nowhere in this document.</returns>
    public JsonElement? Find(string reference)
    {
        try
        {
            return _root is null ? null : _document.Follow(_root, reference, out _)?.Json;
        }
        catch (SchemaRunStoppedException)
        {
            return null;
        }
    }
}
