using System.Collections.Immutable;
using System.Text.Json;
using AgentCore.LiteLlm.Schemas.Evaluation;
using AgentCore.LiteLlm.Schemas.Patterns;
using AgentCore.LiteLlm.Schemas.Values;

namespace AgentCore.LiteLlm.Schemas.Keywords;

/// <summary><c>properties</c>, <c>patternProperties</c> and <c>additionalProperties</c>, in one walk over the object.</summary>
internal sealed class Members(
    string pointer,
    Dictionary<string, SchemaNode> named,
    ImmutableArray<MatchedSchema> matched,
    SchemaNode? additional)
    : Keyword("additionalProperties", pointer)
{
    public override bool Check(JsonElement instance, SchemaRun run, EvaluatedParts? parts)
    {
        if (instance.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        bool fits = true;
        foreach (JsonProperty property in instance.EnumerateObject())
        {
            fits &= CheckMember(JsonText.NameOf(property), property.Value, run, parts);
            if (!fits && run.IsQuiet)
            {
                return false;
            }
        }

        return fits;
    }

    private bool CheckMember(string name, JsonElement value, SchemaRun run, EvaluatedParts? parts)
    {
        bool fits = true;
        bool known = false;
        if (named.TryGetValue(name, out SchemaNode? node))
        {
            known = true;
            fits = run.ApplyToProperty(node, value, name);
        }

        foreach ((EcmaPattern pattern, SchemaNode schema) in matched)
        {
            if (pattern.IsMatch(name, run.PatternTime))
            {
                known = true;
                fits &= run.ApplyToProperty(schema, value, name);
            }
        }

        if (known || additional is not null)
        {
            parts?.AddName(name);
        }

        return known || additional is null ? fits : CheckAdditional(additional, name, value, run);
    }

    private bool CheckAdditional(SchemaNode schema, string name, JsonElement value, SchemaRun run)
    {
        if (!schema.IsNever)
        {
            return run.ApplyToProperty(schema, value, name);
        }

        if (run.TakesWords())
        {
            string allowed = named.Count == 0 ? "" : $"; the known properties are {Excerpt.Names(named.Keys)}";
            run.FailProperty(this, name, $"is not allowed{allowed}");
        }

        return false;
    }
}
