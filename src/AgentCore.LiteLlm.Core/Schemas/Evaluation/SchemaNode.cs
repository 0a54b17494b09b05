using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Schemas.Keywords;

namespace AgentCore.LiteLlm.Schemas.Evaluation;

/// <summary>One schema or subschema: the keywords that a value has to satisfy. Complete once reading is over, and never changed after.</summary>
internal sealed class SchemaNode(string pointer, SchemaResource resource, JsonElement json)
{
    private ImmutableArray<Keyword> _keywords = [];
    private bool _looksAtTheRest;

    public string Pointer { get; } = pointer;

    public SchemaResource Resource { get; } = resource;

    public JsonElement Json { get; } = json;

    /// <summary>Gets a value indicating whether this is the schema <c>false</c>.</summary>
    public bool IsNever => Json.ValueKind == JsonValueKind.False;

    public IEnumerable<SchemaNode> InPlace => _keywords.SelectMany(keyword => keyword.InPlace);

    public void Complete(ImmutableArray<Keyword> keywords)
    {
        _keywords = keywords;
        _looksAtTheRest = keywords.Any(keyword => keyword.LooksAtTheRest);
    }

    /// <summary>Holds a value against every keyword.</summary>
    /// <param name="instance">The value.</param>
    /// <param name="run">The run that this is part of.</param>
    /// <param name="parts">Where to note what was looked at; null when nobody asks.</param>
    /// <returns>Whether the value fits.</returns>
    public bool Evaluate(JsonElement instance, SchemaRun run, EvaluatedParts? parts)
    {
        EvaluatedParts? own = _looksAtTheRest || parts is not null ? new EvaluatedParts() : null;
        bool fits = true;
        foreach (Keyword keyword in _keywords)
        {
            // After a failure nothing is known about what was looked at, so the rest cannot be judged.
            if (!fits && (run.IsQuiet || keyword.LooksAtTheRest))
            {
                return false;
            }

            fits &= keyword.Check(instance, run, own);
        }

        if (fits && own is not null)
        {
            parts?.AddAll(own);
        }

        return fits;
    }
}
